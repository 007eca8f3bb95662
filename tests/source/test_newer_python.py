"""Laws of newer syntax: it runs here as it would there, and broken text stays the student's own."""

import sys

import pytest
from hypothesis import given
from hypothesis.strategies import text

from autograder.source.newer_python import in_this_syntax, needs_newer_python

VALUES = {"c": ["x", "y"], "d": {"a": 1.5, "b": 2}, "w": 7, "n": 3}


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('f"{", ".join(c)}"', "x, y"),
        ('f"<{d["a"]:.2f}|{d["b"]}>"', "<1.50|2>"),
        ("f\"{'\\n'.join(c)}\"", "x\ny"),
        ("f'{d['a']!r:>{w}}'", "    1.5"),
        ('f"{"it\'s"}"', "it's"),
        ('f"{f"{n}-{w}"}" + "z"', "3-7z"),
        ('"a" f"{d["b"]}" "c"', "a2c"),
        ('f"{d["b"] == 2} {n != 3} {{}}"', "True False {}"),
        ('f"{(lambda x: x["b"])(d)}"', "2"),
        ('f"""{d["a"]}\n{"\\t".join(c)}"""', "1.5\nx\ty"),
        ('f"{n +\n  d["b"]  # suma\n}"', "5"),
    ],
)
def test_f_strings_of_newer_pythons_give_what_they_give_there(source, value):
    """Quotes, backslashes, newlines and comments in fields; the number of lines stays."""
    made = in_this_syntax(f"r = {source}\nx = 1")
    names = dict(VALUES)
    exec(made, names)
    assert names["r"] == value
    assert made.count("\n") == source.count("\n") + 1


def test_a_field_that_shows_its_own_text_may_show_other_quotes():
    """What `=` in a field shows is right, in the quotes in which this Python could read it."""
    names = dict(VALUES)
    exec(in_this_syntax('r = f"{d["b"]=}"'), names)
    assert names["r"] in ("d['b']=2", 'd["b"]=2')


@pytest.mark.parametrize(
    "source",
    [
        "try:\n    x = int('a')\nexcept ValueError, TypeError:\n    x = 1",
        "type Tabla = dict[str, int]\nstoi: Tabla = {}",
        "type Par[T] = tuple[T, T]",
        "# identidad\ndef f[T](x: T) -> T:\n    return x\ny = f(1)",
        "class Pila[T: int, *Ts]:\n    def push(self, x: T) -> None: ...",
        "class Pila[T](dict):\n    pass",
        "!ls\n%matplotlib inline\nx = f'{','.join('ab')}'",
    ],
)
def test_other_new_syntax_runs_here(source):
    """What newer Pythons added is written as this one reads it."""
    exec(in_this_syntax(source).replace("!ls\n%matplotlib inline", ""), {})


@pytest.mark.parametrize("source", ['x = t"hola {n}"', "def f[T](x): return t'{x}'"])
def test_what_cannot_be_written_here_is_known(source):
    """A template string is nobody's mistake before Python 3.14, which reads it."""
    assert needs_newer_python(source) == (sys.version_info < (3, 14))


@pytest.mark.parametrize(
    "source",
    [
        "x = (",
        "print f",
        "for x in range(3) print(x)",
        "def f(: pass",
        'f"{',
        'f"{a b}"',
        "type X",
        "x = 1",
        'f"{x!z}"',
    ],
)
def test_a_mistake_stays_a_mistake(source):
    """What no Python reads is left as it was written, and what this one reads too."""
    assert in_this_syntax(source) == source
    assert not needs_newer_python(source)


@given(text(alphabet="f{}'\"\\!:=#rt (),ab\n"))
def test_no_text_is_too_strange(source):
    """Any text gives itself, or what parses."""
    in_this_syntax(source)
    needs_newer_python(source)
