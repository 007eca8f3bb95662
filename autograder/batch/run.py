"""Grades a class, from the files that were handed in to rows, results and gradebook.

1. `collect_submissions` finds the submissions in files, folders and archives of course sites.
2. `class_items` names each of them; `assign_people` matches their authors to the roster.
3. `survey` settles those that cannot be read or have a result of an earlier run.
4. `grade_items` grades the others, on this machine or a cluster, and writes each result as soon as it exists.
5. Each row goes to the gradebook and to the observer as soon as it is known.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath

from autograder import tempdirs
from autograder.batch.owners import Assigned, absent_rows, assign_owners, decided_rows, with_conflicts
from autograder.batch.regrade import changes_from, chosen_items, kept_rows, only_questions
from autograder.batch.request import ClassRequest, ClassRun, Observer
from autograder.batch.result_files import graded_time, has_old_layout, result_file, write_result_file
from autograder.batch.resume import survey
from autograder.batch.row import Row
from autograder.batch.submissions import Item, class_items, row_of
from autograder.errors import ExportError
from autograder.gradebook.book import Gradebook, open_gradebook
from autograder.gradebook.decisions import KnownConflict
from autograder.gradebook.runs import GradingRun
from autograder.grading.fingerprint import grading_fingerprint
from autograder.grading.grader import Grader
from autograder.grading.task import GradeTasks, Reply, Task
from autograder.intake.collect import collect_submissions, no_notebooks
from autograder.intake.entry import Entry
from autograder.intake.filetypes import is_archive, is_notebook
from autograder.intake.own_files import with_own_files
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab
from autograder.lab.files import parcel
from autograder.lab.price_list import outdated_line, read_price_list
from autograder.messages import Catalogue
from autograder.results.changes import StudentChange
from autograder.results.pricing import price_result
from autograder.results.result import parse_result, result_json
from autograder.sandbox.host import open_grading_host
from autograder.workers.pool import HERE, Workers

MOST_NAMES = 30  # files that are named in one line


def grade_class(request: ClassRequest, say: Catalogue, observer: Observer) -> ClassRun:
    """Grade all submissions of a class; an error in one submission is reported in its row.

    Raises AutograderError for errors that concern the whole class: paths, roster, gradebook, isolation, cluster.
    """
    left: list[str] = []
    with collect_submissions(request.paths, request.lab, Workers(request.jobs), left=left) as entries:
        if left:
            names = ", ".join(left[:MOST_NAMES]) + (", …" if len(left) > MOST_NAMES else "")
            observer.note(say("intake.left", count=len(left), names=names))
        found = [*(entry.source for entry in entries), *left]
        nothing = all(entry.read.submission is None for entry in entries) and not any(map(is_notebook, found))
        if nothing and not _is_one_file(request.paths):
            observer.note(no_notebooks(", ".join(map(str, request.paths)), found).render(say.language))
        return _grade_entries(entries, request, say, observer)


def try_class(request: ClassRequest, say: Catalogue, observer: Observer) -> list[StudentChange]:
    """Grade a class into a folder that is deleted, and return what differs from the results in `out`.

    Nothing is written or recorded. Raises AutograderError as `grade_class` does.
    """
    scratch = tempdirs.create()
    try:
        run = grade_class(replace(request, out=scratch, gradebook="", again=True, questions=()), say, observer)
    finally:
        tempdirs.delete(scratch)
    return changes_from(run.rows, request.out, request.lab, request.questions)


def _is_one_file(paths: Sequence[Path]) -> bool:
    return len(paths) == 1 and paths[0].is_file() and not is_archive(paths[0].name)


def _grade_entries(entries: Sequence[Entry], request: ClassRequest, say: Catalogue, observer: Observer) -> ClassRun:
    shelf = shelf_for(request.lab)
    decided_by = grading_fingerprint(request.lab, shelf)
    assigned = assign_owners(class_items(entries, say.language), request.roster, say)
    for line in assigned.notes:
        observer.note(line)
    with _gradebook(request) as book:
        items, doubts = _with_conflicts(request, assigned, book, say, observer)
        price = partial(price_result, lab=request.lab, price_list=read_price_list(request.lab))
        chosen = chosen_items(items, request.only, request.questions, request.out)
        surveyed = survey(chosen, request.out, decided_by, price, request.again)
        if any(not item.error for item in chosen):
            for line in _about_prices(request.lab, surveyed.repriced, say):
                observer.note(line)
        if has_old_layout(request.out):
            observer.note(say("batch.old_layout", out=request.out))
        names = {item.name for item in chosen}
        rows = {row.name: row for row in kept_rows([item for item in items if item.name not in names], request.out)}
        record = _recorder(request, decided_by, assigned, book)
        for row in surveyed.settled:
            rows[row.name] = record(row)
        if surveyed.waiting:
            if surveyed.settled:
                observer.note(say("cli.settled", count=len(surveyed.settled), total=len(chosen)))
            with _workers(request, shelf, decided_by, len(items) > 1, say, observer) as grade_tasks:
                observer.begin(len(surveyed.waiting))
                grade_these = only_questions(grade_tasks, request.questions, request.lab, request.out)
                try:
                    for graded in grade_items(surveyed.waiting, grade_these, request.out, say, observer.wanted):
                        row = rows[graded.name] = record(graded)
                        observer.graded(row)
                finally:
                    observer.end()
        owners = book.decided_owners(request.lab.id) if book else {}
    ordered = decided_rows([rows.get(item.name) or row_of(item, None) for item in items], owners)
    others = [*assigned.absent, *(person for item in items if item.entry.source in owners for person in item.people)]
    return ClassRun(
        (*ordered, *absent_rows(others, ordered, doubts, say, assigned.teams)), complete=len(rows) == len(items)
    )


def _about_prices(lab: Lab, repriced: int, say: Catalogue) -> Iterator[str]:
    if line := outdated_line(lab, say):
        yield line
    if repriced:
        yield say("batch.repriced", count=repriced)


def grade_items(
    waiting: Sequence[Item], grade_tasks: GradeTasks, out: Path, say: Catalogue, wanted: Callable[[], bool]
) -> Iterator[Row]:
    """Grade items, write each result below `out`, and yield each row, in order of completion.

    No further item is begun once `wanted` returns False.
    """
    by_name = {item.name: item for item in waiting}
    for task, reply in grade_tasks(_tasks(waiting), wanted):
        item = by_name[task.name]
        yield _finished(item, reply or Reply(error=say("batch.worker_died")), out, say)


def _finished(item: Item, reply: Reply, out: Path, say: Catalogue) -> Row:
    """The row of an item that was graded, its result written; one that cannot be written is the fault of its row."""
    result = parse_result(reply.result)
    if result is None:
        return row_of(item, None, reply.error)
    text = reply.result
    if item.conflicts:
        result = replace(result, conflicts=item.conflicts)
        text = result_json(result)
    try:
        write_result_file(text, out, item.name)
    except ExportError as error:
        return row_of(item, None, error.render(say.language))
    when = graded_time(result_file(out, item.name))  # a later run finds the same time
    return replace(row_of(item, result, time=when), json=text)


def grade_here(grader: Grader, workers: Workers) -> GradeTasks:
    """Return a function that grades tasks on this machine."""
    return lambda tasks, wanted: workers.each(grader.carry_out, tasks, wanted)


def _with_conflicts(
    request: ClassRequest, assigned: Assigned, book: Gradebook | None, say: Catalogue, observer: Observer
) -> tuple[Sequence[Item], Sequence[KnownConflict]]:
    """The items with the conflicts about them, which the gradebook learns; the observer hears of the open ones."""
    files = {item.entry.source: item.sha256 for item in assigned.items}
    entries = [item.entry for item in assigned.items if not item.entry.sure]
    guessed = {entry.source: (entry.owner, entry.older) for entry in entries}
    if book is not None:
        known, aside = book.record_conflicts(request.lab.id, assigned.conflicts, files, guessed)
    else:
        now, aside = datetime.now(UTC), set()
        known = [KnownConflict(0, conflict, conflict.held, now) for conflict in assigned.conflicts]
    for told in known:
        if not told.settled:
            observer.note(told.text(say))
    return with_conflicts(assigned.items, known, aside, say), known


@contextmanager
def _gradebook(request: ClassRequest) -> Iterator[Gradebook | None]:
    """The gradebook of the class, if there is to be one."""
    if not request.gradebook:
        yield None
        return
    if "://" not in request.gradebook:
        Path(request.gradebook).parent.mkdir(parents=True, exist_ok=True)
    with open_gradebook(request.gradebook) as book:
        yield book


def _recorder(
    request: ClassRequest, decided_by: str, assigned: Assigned, book: Gradebook | None
) -> Callable[[Row], Row]:
    """What writes a row into the gradebook, if there is one, and gives it back without its text."""
    if book is None:
        return lambda row: replace(row, json="")
    book.enrol(assigned.people)
    sure = {item.entry.source for item in assigned.items if item.entry.sure}

    def record(row: Row) -> Row:
        when = row.time or datetime.now(UTC)
        for person in (row.person, *row.partners):
            told = (row.source, person, row.result, row.error, when, row.json, row.source in sure, row.older)
            book.record(GradingRun(request.lab.id, decided_by, *told))
        return replace(row, json="")

    return record


@contextmanager
def _workers(
    request: ClassRequest, shelf: Shelf, decided_by: str, many: bool, say: Catalogue, observer: Observer
) -> Iterator[GradeTasks]:
    """Who grades: a cluster, where one was named, or this machine."""
    if request.scheduler:
        from autograder.batch.cluster import ClusterJob, cluster  # Dask is an extra

        job = ClusterJob(parcel(request.lab, shelf), request.level, say.language, decided_by, request.lab.gpu)
        with cluster(request.scheduler, job) as grade_tasks:
            yield grade_tasks
        return
    with open_grading_host(request.level, many, (request.lab.folder, request.out, *request.paths)) as host:
        observer.note(say(f"isolation.{host.level.key}"))
        grader = Grader(
            replace(request.lab, folder=request.lab.folder.resolve()), shelf, host, say.language, decided_by
        )
        yield grade_here(grader, Workers(request.jobs) if many else HERE)


def _tasks(waiting: Sequence[Item]) -> Iterator[Task]:
    for item in waiting:
        read = item.entry.read
        if read.submission is not None and read.identity is not None:
            handed_in = with_own_files(read.submission, item.entry)
            path = PurePosixPath(PurePosixPath(item.entry.source).name)
            yield Task(item.name, replace(handed_in, path=path), read.identity)
