"""Many submissions, each graded in a process of a pool; one that fails costs only itself."""

import csv
import multiprocessing
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from autograder import grade, lab, report, submission
from autograder.corpora import shelf_for
from autograder.errors import AutograderError, SubmissionError
from autograder.host import Host
from autograder.messages import catalogue
from autograder.report import Result
from autograder.warm import ONE_THREAD

RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Order:
    """How to grade: lab, where results go, and the language in which to say why there is none.

    What stands in a result is in the lab's own language.
    """

    lab: Path
    out: Path
    host: Host
    language: str = "es"


@dataclass(frozen=True)
class Row:
    """What became of one file: its result, or in `error` why there is none."""

    path: Path
    name: str
    result: Result | None
    error: str = ""


def notebooks(path: Path) -> list[Path]:
    """The notebooks behind a path, sorted; raises SubmissionError where there is none."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts and p.is_file())
    if not found:
        raise SubmissionError("submission.no_notebooks", folder=path)
    return found


def names(paths: Sequence[Path], top: Path) -> list[str]:
    """A folder name for each file, no two alike: the file's own, its folders in front or a number behind if need be."""
    own = [submission.safe_name(path.stem) for path in paths]
    full = [submission.safe_name("-".join(path.relative_to(top).with_suffix("").parts)) for path in paths]
    alike = Counter(name.casefold() for name in own)  # some file systems do not tell A from a
    wanted = [short if alike[short.casefold()] == 1 else long for short, long in zip(own, full, strict=True)]
    taken: set[str] = set()
    return [_free(name, taken) for name in wanted]


def _free(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    free = next(candidate for candidate in numbered if candidate.casefold() not in taken)
    taken.add(free.casefold())
    return free


def one(path: Path, name: str, order: Order) -> Row:
    """Grade a file and write its `result.json`; whatever goes wrong becomes the row's error."""
    try:
        declared = lab.load(order.lab)
        read = submission.read(path)
        result = grade.grade(read, declared, shelf_for(declared), order.host)
        report.write(result, order.out / name)
        return Row(path, name, result)
    except AutograderError as error:
        return Row(path, name, None, error.render(order.language))
    except Exception as error:  # a fault of ours in one submission must not take the others with it
        return Row(path, name, None, f"{type(error).__name__}: {error}")


def grade_all(top: Path, order: Order, jobs: int, on_done: Callable[[Row], None]) -> list[Row]:
    """Grade every notebook behind a path, `jobs` at a time; rows come back in the order of the files."""
    paths = notebooks(top)
    tasks = list(zip(paths, names(paths, top if top.is_dir() else top.parent), strict=True))
    if len(tasks) == 1:
        rows = [one(*tasks[0], order)]
        on_done(rows[0])
        return rows
    done: dict[Path, Row] = {}
    for row in _pooled(tasks, order, jobs):
        done[row.path] = row
        on_done(row)
    return [done[path] for path in paths]


def _pooled(tasks: Sequence[tuple[Path, str]], order: Order, jobs: int) -> Iterable[Row]:
    lost = []
    with pool(min(jobs, len(tasks))) as workers:
        running: dict[Future[Row], tuple[Path, str]] = {workers.submit(one, *t, order): t for t in tasks}
        try:
            for future in as_completed(running):
                try:
                    yield future.result()
                except BrokenProcessPool:
                    lost.append(running[future])
        except BaseException:
            workers.shutdown(wait=True, cancel_futures=True)
            raise
    for task in lost:  # a worker died, and nobody knows over which submission: each is tried once more, alone
        with pool(1) as worker:
            try:
                yield worker.submit(one, *task, order).result()
            except BrokenProcessPool:
                yield Row(*task, None, catalogue(order.language)("batch.worker_died"))


def pool(jobs: int) -> ProcessPoolExecutor:
    """A pool of grading processes, forked from one that has imported what they need; none outlives this process.

    Each keeps to one thread, for the arithmetic and for its neighbours' sake.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["autograder.grade"])
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_follow_parent)


def _follow_parent() -> None:
    """End this process when the one that started it has ended, however that was."""
    parent = multiprocessing.parent_process()

    def follow() -> None:
        if parent is not None:
            parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def write_table(rows: Sequence[Row], path: Path) -> None:
    """Write the class table as CSV; what is not known is an empty cell, never 0."""
    questions = list(dict.fromkeys(id for row in rows if row.result for id in row.result.questions))
    draft = path.with_suffix(".part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with draft.open("w", newline="", encoding="utf-8", errors="replace") as file:
        table = csv.writer(file)
        head = ["file", "student", "rut", "score", "max_score", "pending", "bonus", "mark", "mark_low", "mark_high"]
        table.writerow([*head, *questions, "flags", "error"])
        for row in rows:
            table.writerow([_cell(value) for value in _values(row, questions)])
    draft.replace(path)


def _values(row: Row, questions: Sequence[str]) -> list[object]:
    result = row.result
    if result is None:
        return [str(row.path), *[None] * (9 + len(questions) + 1), row.error]
    who, scores = (
        result.submission,
        [result.questions[id].score if id in result.questions else None for id in questions],
    )
    totals = [result.score, result.max_score, result.pending, result.bonus, result.mark, *result.mark_range]
    keys = " ".join(sorted({flag.key for flag in result.flags}))
    return [str(row.path), who.student, who.rut, *totals, *scores, keys, ""]


def _cell(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula, nor a terminal for an order."""
    if not isinstance(value, str):
        return value
    plain = "".join(sign if sign.isprintable() else " " for sign in value)
    return f"'{plain}" if value.startswith(RISKY) else plain
