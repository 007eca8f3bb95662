"""One submission to be graded by another process: bytes go in, JSON comes out."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading import grade
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import load_lab
from autograder.notebook.submission import parse_notebook
from autograder.results.result import result_json
from autograder.sandbox.host import Host


@dataclass(frozen=True)
class Order:
    """How to grade: with which lab, on which host, and the language in which to say why there is no result.

    What stands in a result is in the lab's own language. `fingerprint` stands for all else that decides.
    """

    lab: Path
    host: Host
    language: str = "es"
    fingerprint: str = ""


@dataclass(frozen=True)
class Task:
    """A submission by the name of its file and its bytes; `name` tells it from the others of its class."""

    name: str
    file: str
    content: bytes


@dataclass(frozen=True)
class Reply:
    """What came of a task: the text of its result, or in `error` why there is none."""

    result: str = ""
    error: str = ""


# grades tasks somewhere, and gives each back with what came of it, None where its worker died over it again and again;
# no further ones are begun once its second argument says no
Run = Callable[[Iterable[Task], Callable[[], bool]], Iterator[tuple[Task, Reply | None]]]


def carry_out(order: Order, task: Task) -> Reply:
    """Grade a submission; whatever goes wrong becomes the reply's error."""
    try:
        declared = load_lab(order.lab)
        read = parse_notebook(Path(task.file), task.content)
        result = grade.grade(read, declared, shelf_for(declared), order.host)
        return Reply(
            result_json(replace(result, environment=replace(result.environment, fingerprint=order.fingerprint)))
        )
    except AutograderError as error:
        return Reply(error=error.render(order.language))
    except Exception as error:  # a fault of ours in one submission must not take the others with it
        return Reply(error=f"{type(error).__name__}: {error}")
