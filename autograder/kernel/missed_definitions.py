"""Which classes and functions of a notebook its run did not come to, though they can be made all the same."""

from collections.abc import Iterator, Mapping, Sequence

from autograder.kernel.cell_run import CellRun, CellStatus
from autograder.kernel.failures import NotebookFailures
from autograder.results.verdict import FailureCause
from autograder.source.definitions import definitions_below, definitions_in


def missed_definitions(
    runs: Sequence[CellRun], failures: NotebookFailures, cells: Mapping[int, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield cells by index, with the texts of definitions that may have been missed, by name.

    They stand where a cell stopped for want of a name that a later cell sets, since its author ran the cells in another
    order, and in cells that did not end in the time that there is, which hides nothing that takes no time.
    """
    for failure in failures.failures:
        if failure.type == "NameError" and not failure.passed_over:
            yield failure.cell, definitions_below(cells[failure.cell], failure.line)
    for run in runs:
        if run.cause is FailureCause.TIME and run.status is not CellStatus.OK:
            yield run.index, definitions_in(cells[run.index])
