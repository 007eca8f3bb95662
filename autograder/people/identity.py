"""Whose submission it is: the name in a cell at the top, and the id that is used as the random seed."""

import ast
import re
from dataclasses import dataclass

from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import Submission
from autograder.people import rut
from autograder.source.ipython import without_commands
from autograder.source.parsing import called_name, parse_or_empty

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
    ruts = [number for seed in seeds if (number := rut.from_number(seed))]
    return Identity(_name(submission, rules), seeds, ruts[0] if ruts else None, rules.stub_seed in seeds)


def _seeds(submission: Submission, call: str) -> list[int]:
    """The integers given to the seeding call, written there or in a name that is assigned one."""
    named: dict[str, int] = {}
    found = []
    for cell in submission.code:
        for node in _in_order(cell.source):
            if isinstance(node, ast.Assign) and (value := _integer(node.value, named)) is not None:
                named |= {target.id: value for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Call) and called_name(node) == call:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                found += [value for part in given[:1] if (value := _integer(part, named)) is not None]
    return found


def _in_order(source: str) -> list[ast.Assign | ast.Call]:
    found = parse_or_empty(without_commands(source))
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
