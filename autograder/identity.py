"""Whose submission it is: the name in a cell at the top, and the id that is used as the random seed."""

import ast
import re
from dataclasses import dataclass

from autograder.lab import StudentRules
from autograder.submission import Submission

BODY = range(1_000_000, 100_000_000)


@dataclass(frozen=True)
class Identity:
    """What a notebook says of its author; `rut` is None where no seed is a valid one."""

    name: str | None
    seeds: tuple[int, ...]
    rut: str | None
    seed_left: bool


def identify(submission: Submission, rules: StudentRules) -> Identity:
    """Read the author's name and seeds off a notebook."""
    seeds = tuple(seed for cell in submission.code for seed in _seeds(cell.source, rules.seed_call))
    ruts = [rut for seed in seeds if (rut := rut_of(seed))]
    return Identity(_name(submission, rules), seeds, ruts[0] if ruts else None, rules.stub_seed in seeds)


def check_digit(body: int) -> str:
    """The check digit of a Chilean RUT: modulus 11 with the weights 2 to 7 from the right; 10 reads K."""
    weights = [2, 3, 4, 5, 6, 7]
    total = sum(int(digit) * weights[place % 6] for place, digit in enumerate(reversed(str(body))))
    return "0K987654321"[total % 11]


def rut_of(seed: int) -> str | None:
    """Read a seed as a RUT: body and check digit, or the body alone where the digit is K, which no number can hold."""
    body, digit = divmod(seed, 10)
    if body in BODY and check_digit(body) == str(digit):
        return f"{body}-{digit}"
    if seed in BODY and check_digit(seed) == "K":
        return f"{seed}-K"
    return None


def _seeds(source: str, call: str) -> list[int]:
    found = [_literal_seed(node, call) for node in _calls(source)]
    return [seed for seed in found if seed is not None]


def _calls(source: str) -> list[ast.Call]:
    try:
        tree = ast.parse(re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source))
    except (SyntaxError, ValueError, RecursionError):
        return []
    return sorted(
        (node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=lambda node: (node.lineno, node.col_offset)
    )


def _literal_seed(node: ast.Call, call: str) -> int | None:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name != call or not node.args or not isinstance(node.args[0], ast.Constant):
        return None
    value = node.args[0].value
    return value if type(value) is int else None


def _name(submission: Submission, rules: StudentRules) -> str | None:
    pattern = re.compile(rules.name)
    for cell in submission.cells[:12]:
        if cell.kind == "markdown" and (match := pattern.search(cell.source)):
            name = re.sub(r"\s+", " ", match[1]).strip(" *_`<>")
            if re.search(r"\w{2}", name) and len(name) <= 120:
                return name
    return None
