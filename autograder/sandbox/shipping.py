"""Packs modules of the engine as text for another process, which then needs no access to their files."""

import base64
import functools
import marshal
import zlib
from collections.abc import Sequence
from importlib import resources


def ship(names: Sequence[str]) -> str:
    """Return source text that makes modules of the engine importable in the process that executes it.

    `names` are the modules' names below `autograder`, such as "kernel_side.wire", in the order of loading. Their
    packages are empty and have no path, so that no other module can be imported from them.
    """
    return _installing(repr(_texts(tuple(names))), "compile(content, made.__name__, 'exec')")


def ship_compiled(names: Sequence[str]) -> str:
    """Return what `ship` does, for a process of this very Python: it has nothing to compile, which takes longer."""
    return _installing(_compiled(tuple(names)), "content")


def _texts(names: tuple[str, ...]) -> dict[str, str]:
    engine = resources.files("autograder")
    return {name: engine.joinpath(f"{name.replace('.', '/')}.py").read_text("utf-8") for name in names}


@functools.cache  # the same for every submission
def _compiled(names: tuple[str, ...]) -> str:
    codes = {name: compile(text, f"autograder.{name}", "exec") for name, text in _texts(names).items()}
    packed = base64.b85encode(zlib.compress(marshal.dumps(codes))).decode("ascii")
    return f"marshal.loads(zlib.decompress(base64.b85decode({packed!r})))"


def _installing(contents: str, code: str) -> str:
    return f"""
def _install():
    import base64, marshal, sys, types, zlib
    def module(name):
        made = sys.modules[name] = types.ModuleType(name)
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, made)
        return made
    for name, content in {contents}.items():
        package = "autograder"
        for part in ["", *name.split(".")[:-1]]:
            package += part and "." + part
            if package not in sys.modules:
                module(package).__path__ = []
        made = module("autograder." + name)
        exec({code}, made.__dict__)
_install()
del _install
"""
