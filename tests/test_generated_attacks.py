"""Hostile notebooks made by a seed, graded in a class with two innocent ones: the class ends, and nobody is harmed."""

import csv
import importlib.util
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
COUNT = int(os.environ.get("HOSTILE", "12"))  # `make hostile` asks for 1000
SEED = int(os.environ.get("HOSTILE_SEED", "0"))
OUR_FAULT = re.compile(r"Traceback|\b(?!StudentError)[A-Z]\w+(?:Error|Exception): ")


def module(name: str, path: Path) -> ModuleType:
    """A module of the tests, which are no package."""
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        sys.modules[name] = made = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(made)
    return sys.modules[name]


attacks = module("test_attacks", HERE / "test_attacks.py")
from arena.generator import files, hostile  # noqa: E402  the line above finds it
from arena.ground import INNOCENT, Ground  # noqa: E402
from arena.leftovers import adopting, descendants, left_behind, printed, state  # noqa: E402


def test_a_seed_makes_the_same_notebook() -> None:
    """A notebook can be made again by its seed, and those of different seeds differ."""
    assert hostile(3) == hostile(3) != hostile(4)
    assert len(files(range(100))) == 100


@attacks.linux
@pytest.mark.slow
@pytest.mark.attacks
def test_generated_notebooks_do_no_harm(tmp_path: Path) -> None:
    """Each file is a row with a result or a reason, none of which is a fault of ours, and nobody earns b.

    The innocent have full points, as if they were alone, and nothing stays behind.
    """
    user, level = attacks.STRONGEST
    made = files(range(SEED, SEED + COUNT))
    with adopting(), attacks.runner(user, 0) as (command, uid):
        before, was = set(descendants()), state()
        ground = Ground(uid, closed=False)
        try:
            ground.write(())
            for name, content in made.items():
                (ground.root / "f" / name).write_bytes(content)
            output = printed(command(attacks.grading(ground, level)))
            faults = [f"left running: {name}" for name in left_behind(before)]
            after = state()
            faults += [f"{kind}: {thing}" for kind, things in after.items() for thing in things ^ was[kind]]
            faults += [*attacks.harmed(ground), *wrong(ground, len(made), output)]
        finally:
            ground.remove()
    (tmp_path / "output").write_text(output)
    assert not faults, "\n".join([f"seeds {SEED} to {SEED + COUNT}", *faults, output[-3000:]])


def wrong(ground: Ground, count: int, output: str) -> Iterator[str]:
    """What is wrong with the rows, results and output of a class, and what lies about."""
    out = ground.root / "o"
    if not (out / "grades.csv").is_file():
        yield "the class did not end"
        return
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    accounted = sum(
        1 + len(row["older"].split()) for row in rows
    )  # a file of the same author's may be an earlier version
    if accounted != count + len(INNOCENT):
        yield f"{accounted} of {count} files are accounted for"
    for row in rows:
        if not row["error"] and not row["max_score"]:
            yield f"neither result nor reason: {row}"
        if OUR_FAULT.search(row["error"]):
            yield f"a fault of ours: {row['file']}: {row['error']}"
    yield from (f"printed: {found}" for found in set(re.findall(r"Traceback[^\n]*|[\x1b\x9b\u202e\u200b]", output)))
    for path in out.glob("submissions/*/result.json"):
        result = json.loads(path.read_bytes())
        for id, answered in result["questions"].items():
            if answered["status"] == "error":
                yield f"{path.parent.name}: {id} {[check['detail'] for check in answered['checks']]}"
        if result["questions"]["b"]["score"] and path.parent.name not in INNOCENT:
            yield f"{path.parent.name} earned b"
    stray = [path.name for path in out.iterdir() if path.name not in ("grades.csv", "gradebook.db", "submissions")]
    stray += [path.name for folder in ("t", "w") for path in (ground.root / folder).iterdir()]
    if stray:
        yield f"lies about: {stray}"
