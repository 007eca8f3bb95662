"""Reads a notebook's author from the notebook: the name in a cell at the top, and the id used as the random seed."""

import ast
from dataclasses import dataclass

from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import Submission
from autograder.people import rut
from autograder.people.author_names import author_names
from autograder.source.ipython import without_commands
from autograder.source.parsing import called_name, parse_or_empty

MAX_BITS = 128  # torch takes 64
ASKED_SEEDS = 2


@dataclass(frozen=True)
class Identity:
    """Holds what a notebook says about its author: name, random seeds, and the RUT that a seed is.

    `name` holds all names, joined by commas, where there are several authors. `rut` is None where no seed is a valid
    RUT; `seed_left` is true where a seed of the template was not replaced.
    """

    name: str | None
    seeds: tuple[int, ...]
    rut: str | None
    seed_left: bool


def identify(submission: Submission, rules: StudentRules) -> Identity:
    """Return the author's name and seeds as a notebook states them; `rules` say where the lab asks for them."""
    seeds = tuple(_seeds(submission, rules.seed_call))
    ruts = [number for seed in seeds if (number := rut.from_number(seed))]
    names = ", ".join(author_names(submission, rules)) or None
    # a lab may set further seeds itself: two that are a RUT are all that it asks for
    seed_left = rules.stub_seed in seeds and len(ruts) < ASKED_SEEDS
    return Identity(names, seeds, ruts[0] if ruts else None, seed_left)


def _seeds(submission: Submission, call: str) -> list[int]:
    """Return the integers given to the seeding call, written there or in a variable that is assigned one."""
    named: dict[str, int] = {}
    seeds = []
    for cell in submission.code:
        for node in _assignments_and_calls(cell.source):
            if isinstance(node, ast.Assign) and (value := _integer_value(node.value, named)) is not None:
                named |= {target.id: value for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Call) and called_name(node) == call:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                seeds += [value for part in given[:1] if (value := _integer_value(part, named)) is not None]
    return seeds


def _assignments_and_calls(source: str) -> list[ast.Assign | ast.Call]:
    tree = parse_or_empty(without_commands(source))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Call)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _integer_value(node: ast.expr, named: dict[str, int]) -> int | None:
    if isinstance(node, ast.Name):
        return named.get(node.id)
    value = node.value if isinstance(node, ast.Constant) else None
    return value if type(value) is int and value.bit_length() <= MAX_BITS else None
