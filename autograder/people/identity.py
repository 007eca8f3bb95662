"""Reads a notebook's author from the notebook: the name in a cell at the top, and the id used as the random seed."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from autograder.lab.declaration import StudentRules
from autograder.notebook.submission import Submission
from autograder.people import rut
from autograder.people.author_names import author_names
from autograder.source.ipython import without_commands
from autograder.source.parsing import called_name, parse_or_empty

MAX_BITS = 128  # torch takes 64
MAX_DIGITS = 30
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
    seeding = {call: 0}  # functions that seed, and the place of the argument that they seed with
    seeds = []
    for cell in submission.code:
        for node in _seeding_nodes(cell.source):
            if isinstance(node, ast.FunctionDef):
                seeding |= _passes_on(node, seeding)
            elif isinstance(node, ast.Assign) and (value := _integer_value(node.value, named)) is not None:
                named |= {target.id: value for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.Call) and called_name(node) in seeding:
                given = [*node.args, *(keyword.value for keyword in node.keywords)]
                place = min(seeding[called_name(node)], len(given) - 1)
                seeds += [
                    value for part in given[place : place + 1] if (value := _integer_value(part, named)) is not None
                ]
    return seeds


def _seeding_nodes(source: str) -> list[ast.Assign | ast.Call | ast.FunctionDef]:
    tree = parse_or_empty(without_commands(source))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Assign | ast.Call | ast.FunctionDef)]
    return sorted(nodes, key=lambda node: (node.lineno, node.col_offset))


def _passes_on(function: ast.FunctionDef, seeding: Mapping[str, int]) -> dict[str, int]:
    """Return the place of the parameter that a function hands to one that seeds, by the function's name."""
    parameters = [parameter.arg for parameter in (*function.args.posonlyargs, *function.args.args)]
    for node in ast.walk(function):
        match node:
            case ast.Call(args=[ast.Name(id=name), *_]) if called_name(node) in seeding and name in parameters:
                return {function.name: parameters.index(name)}
    return {}


def _integer_value(node: ast.expr, named: dict[str, int]) -> int | None:
    match node:
        case ast.Name(id=name):
            return named.get(name)
        case ast.Call(func=ast.Name(id="int"), args=[ast.Constant(value=str(digits))]) if len(digits) <= MAX_DIGITS:
            return int(digits) if digits.isascii() and digits.isdigit() else None
        case ast.Constant(value=value):
            return value if type(value) is int and value.bit_length() <= MAX_BITS else None
        case _:
            return None
