"""Finds what a notebook has for a tokenizer, under whatever names, by what its functions and tables give."""

import contextlib
import copy
import inspect
import io
import itertools
import sys
import types
from pathlib import Path

SKIPPED = ("backward", "generate", "multinomial", "open", "save", "input")  # of functions that do something else
CONTAINERS = (list, tuple)
MOST = 60  # expressions that are tried


def tokenizers(texts):
    """The expressions that turn each text into whole numbers, with what they give, in order of their names."""
    names = notebook()
    return [pair for name in expressions(names) if (pair := _tried(name, names, texts, _numbers)) is not None]


def detokenizers(lists):
    """The expressions that turn each list of whole numbers into a text, with what they give."""
    names = notebook()
    return [pair for name in expressions(names) if (pair := _tried(name, names, lists, _text)) is not None]


def tables(characters, numbers):
    """The tables from characters to numbers and back: the expression of each, and what it has for some of them."""
    found = own_names(notebook())
    kinds = {name: value if isinstance(value, type) else type(value) for name, value in found.items()}
    objects = {name: found[name] for name, kind in kinds.items() if _is_own(kind)}
    for call in made(found):
        with contextlib.suppress(Exception), _quiet():
            objects[call] = eval(call, notebook())
    for name, value in objects.items():
        fields = getattr(value, "__dict__", {})
        found |= {f"{name}.{key}": item for key, item in fields.items() if not key.startswith("__")}
    kinds = ((_to_numbers, characters), (_to_characters, numbers))
    return [[(n, _looked_up(v, keys)) for n, v in found.items() if kind(v)] for kind, keys in kinds]


def notebook():
    """The globals of the notebook."""
    return sys.modules["__main__"].__dict__


def own_names(names):
    """Those that a person would use."""
    return {name: value for name, value in names.items() if not name.startswith("_")}


def expressions(names):
    """The functions and methods of a notebook's own that can be called with one argument."""
    own = own_names(names)
    functions = [name for name, value in own.items() if _is_function(value)]
    instances = [name for name, value in own.items() if not isinstance(value, type) and _is_own(type(value))]
    classes = [name for name, value in own.items() if isinstance(value, type) and _is_own(value)]
    methods = [f"{name}.{key}" for name in (*instances, *classes, *made(own)) for key in _methods(name, own)]
    return [name for name in (*functions, *methods) if _takes_one(name, names)][:MOST]


def made(own):
    """The ways to make objects of the notebook's classes of which it has no object by name."""
    classes = {name: value for name, value in own.items() if isinstance(value, type) and _is_own(value)}
    there = {type(value) for value in own.values()}
    return [call for name, kind in classes.items() if kind not in there for call in _calls(name, own)]


def _calls(name, own):
    """The ways to make an object of a class with the notebook's own text or characters."""
    try:
        asked = [p for p in inspect.signature(own[name]).parameters.values() if p.default is p.empty]
    except (TypeError, ValueError):
        return []
    asked = [p.name for p in asked if p.kind is p.POSITIONAL_OR_KEYWORD]
    if len(asked) == 1:
        return [f"{name}({given})" for given in dict.fromkeys((asked[0], "text", "chars", "texto")) if given in own]
    return [f"{name}({', '.join(asked)})"] if all(one in own for one in asked) else []


def _methods(expression, own):
    kind = own[expression.partition("(")[0]]
    kind = kind if isinstance(kind, type) else type(kind)
    bases = [base for base in kind.__mro__ if _is_own(base)]
    return [key for base in bases for key, value in vars(base).items() if _is_method(key, value)]


def _is_method(key, value):
    public = not key.startswith("_") or key == "__call__"
    return public and isinstance(value, types.FunctionType | staticmethod | classmethod)


def _is_function(value):
    return isinstance(value, types.FunctionType | types.MethodType) and _is_own(value)


def _is_own(value):
    """Whether something is the notebook's, or of a module that lies beside it, and no network."""
    if isinstance(value, type) and any(base.__module__.startswith("torch") for base in value.__mro__):
        return False
    module = getattr(value, "__module__", None)
    if module == "__main__":
        return True
    path = getattr(sys.modules.get(module), "__file__", None) or ""
    return path.startswith(f"{Path.cwd()}/")


def _takes_one(name, names):
    try:
        with _quiet():
            value = eval(name, names)
            inspect.signature(value).bind(None)
        code = inspect.unwrap(getattr(value, "__func__", value)).__code__
    except Exception:
        return False
    return not set(code.co_names) & {*SKIPPED}


def _tried(name, names, inputs, fits):
    outs = []
    for value in inputs:
        try:
            with _quiet():
                outs.append(fits(_copied(name, names)(value)))
        except Exception:
            return None
        if outs[-1] is None:
            return None
    return name, outs


def _copied(name, names):
    """What an expression stands for, a method that of a copy: such as fit(text) may change the object."""
    value = eval(name, names)
    if isinstance(value, types.MethodType) and not isinstance(value.__self__, type):
        return types.MethodType(value.__func__, copy.deepcopy(value.__self__))
    return value


def _numbers(value):
    """A value as a list of int, also where it is a tensor, an array or an iterator; None where it is none of them."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, types.GeneratorType | map):
        value = list(itertools.islice(value, 10_000))
    if not isinstance(value, CONTAINERS) or not value:
        return None
    whole = [item.tolist() if hasattr(item, "tolist") else item for item in value]
    return whole if all(type(item) is int for item in whole) else None


def _text(value):
    return str(value) if isinstance(value, str) else None


def _to_numbers(value):
    return isinstance(value, dict) and len(value) > 9 and all(map(_is_character, value)) and _whole(value.values())


def _to_characters(value):
    if isinstance(value, dict):
        return len(value) > 9 and all(map(_is_character, value.values())) and _whole(value)
    return isinstance(value, CONTAINERS) and 9 < len(value) < 2000 and all(map(_is_character, value))


def _looked_up(table, keys):
    return [table[key] if key in (table if isinstance(table, dict) else range(len(table))) else None for key in keys]


def _is_character(value):
    return isinstance(value, str) and len(value) == 1


def _whole(values):
    return all(type(value) is int for value in values)


@contextlib.contextmanager
def _quiet():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
