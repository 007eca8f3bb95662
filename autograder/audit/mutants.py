"""Mutants of a lab's reference, made automatically: one slip each, in the code of one answer."""

import difflib
import re
from collections.abc import Iterator, Sequence

from autograder.audit import subjects
from autograder.audit.mutation import Mutation, imported, mutations
from autograder.audit.subjects import Change, Kind, Specimen
from autograder.lab.master import Master, MasterCell


def specimens(master: Master, unjudged: Sequence[str] = ()) -> list[Specimen]:
    """All first-order mutants of the answers in a master notebook, in the order of its lines.

    A line that one of the patterns `unjudged` finds, as it was or as it is after the slip, makes mutants of that kind.
    """
    aside = re.compile("|".join(unjudged) or r"(?!)")
    return [made for place, cell in master.answer_cells.items() for made in _of(place, cell, master, aside)]


def _of(place: int, cell: MasterCell, master: Master, aside: re.Pattern[str]) -> Iterator[Specimen]:
    notebook = master.reference()
    source = notebook["cells"][place]["source"]
    numbers = _numbers(cell)
    own = {line.number for line in cell.parts("solution")}
    written = {at for at, number in numbers.items() if number in own}
    modules = imported(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    for count, mutation in enumerate(mutations(source, written, modules)):
        changed = _diff(source, mutation)
        touched = (source.splitlines()[mutation.line - 1], *changed.splitlines())
        yield Specimen(
            kind=Kind.UNJUDGED if any(map(aside.search, touched)) else Kind.MUTANT,
            name=f"mutant_{cell.question}_{numbers[mutation.line]}_{mutation.operator}_{count}",
            questions=(cell.question,),
            notebook=subjects.with_sources(notebook, {place: mutation.source}),
            change=Change(mutation.operator, numbers[mutation.line], changed),
        )


def _numbers(cell: MasterCell) -> dict[int, int]:
    """For each line of the answer in the reference notebook, the line of the master notebook that it stands on."""
    lines = cell.parts("given", "solution")
    first = next((at for at, line in enumerate(lines) if line.text.strip()), 0)  # the notebook's text is stripped
    return {at - first + 1: line.number for at, line in enumerate(lines)}


def _diff(source: str, mutation: Mutation) -> str:
    changed = difflib.unified_diff(source.splitlines(), mutation.source.splitlines(), n=0, lineterm="")
    return "\n".join(line for line in changed if not line.startswith(("---", "+++", "@@")))
