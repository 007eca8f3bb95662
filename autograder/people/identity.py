"""Whose submission it is: the name in a cell at the top, and the id that is used as the random seed."""

import ast
import re
from dataclasses import dataclass

from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import Submission
from autograder.source.parsing import called, tree

BODY = range(1_000_000, 100_000_000)
MAX_BITS = 128  # torch takes 64


@dataclass(frozen=True)
class Identity:
    """What a notebook says of its author; `rut` is None where no seed is a valid one."""

    name: str | None
    seeds: tuple[int, ...]
    rut: str | None
    seed_left: bool


def identify(submission: Submission, rules: StudentRules) -> Identity:
    """Read the author's name and seeds off a notebook."""
    seeds = tuple(_seeds(submission, rules.seed_call))
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


def _seeds(submission: Submission, call: str) -> list[int]:
    """The integers given to the seeding call, written there or in a name that is assigned one."""
    named: dict[str, int] = {}
    found = []
    for cell in submission.code:
        for node in _in_order(cell.source):
            if isinstance(node, ast.Assign) and (value := _integer(node.value, named)) is not None:
                named |= {target.id: value for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Call) and called(node) == call:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found += [value for part in given[:1] if (value := _integer(part, named)) is not None]
    return found


def _in_order(source: str) -> list[ast.Assign | ast.Call]:
    found = tree(re.sub(r"(?m)^(\s*)[%!].*$", r"\1pass", source))
    nodes = [node for node in ast.walk(found) if isinstance(node, ast.Assign | ast.Call)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _integer(node: ast.expr, named: dict[str, int]) -> int | None:
    if isinstance(node, ast.Name):
        return named.get(node.id)
    value = node.value if isinstance(node, ast.Constant) else None
    return value if type(value) is int and value.bit_length() <= MAX_BITS else None


def _name(submission: Submission, rules: StudentRules) -> str | None:
    pattern = re.compile(rules.name)
    for cell in submission.cells[:12]:
        if cell.kind == "markdown" and (match := pattern.search(cell.source)):
            name = re.sub(r"\s+", " ", match[1]).strip(" *_`<>")
            if re.search(r"\w{2}", name) and len(name) <= 120:
                return name
    return None
