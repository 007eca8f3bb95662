"""Which run counts for each student: the last one of the files that are theirs."""

from collections.abc import Mapping, Sequence

from autograder.gradebook.schema import RunRow
from autograder.people.person import Person


def counting_runs(
    last: Sequence[tuple[int, RunRow, str]], choices: Mapping[tuple[str, int], bool]
) -> dict[int, tuple[RunRow, str]]:
    """Return the run that counts for each student: the last one of the files that people have left to them.

    `last` are runs in the order of grading, each with the student under whom it was recorded and the file's SHA-256.
    """
    counting: dict[int, tuple[RunRow, str]] = {}
    chosen: dict[str, list[int]] = {}
    for (source, student), counts in choices.items():
        if counts:
            chosen.setdefault(source, []).append(student)
    for recorded, row, sha256 in last:
        mine = [recorded] if choices.get((row.source, recorded), True) else []
        for student in dict.fromkeys([*mine, *chosen.get(row.source, [])]):
            counting[student] = (row, sha256)
    return counting


def superseded_students(runs: Mapping[int, tuple[RunRow, str]], known: Mapping[int, Person]) -> set[int]:
    """Return students known only by a name or a file, whose last file was later graded as somebody else's."""
    sure = {number for number in runs if known[number].id or known[number].rut or known[number].email}
    owned = {(runs[number][0].source, runs[number][1]): runs[number][0].graded for number in sure}
    return {
        number
        for number, (row, sha256) in runs.items()
        if number not in sure and (later := owned.get((row.source, sha256))) and later >= row.graded
    }
