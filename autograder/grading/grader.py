"""A lab on a host, ready to grade; commands, worker processes, clusters and integrations all use it."""

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading.task import Reply, Task
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.results.result import result_json
from autograder.sandbox.host import Host


@dataclass(frozen=True)
class Grader:
    """Grades submissions to one lab, with its corpora, on one host; it can be pickled and sent to a worker process.

    `language` is the language of errors when there is no result; the text in a result is in the lab's own language.
    `fingerprint` identifies everything besides the submission that decides a verdict, and is stored in each result.
    """

    lab: Lab
    shelf: Shelf
    host: Host
    language: str = "es"
    fingerprint: str = ""

    def carry_out(self, task: Task) -> Reply:
        """Run a submission and judge it with every hidden check; any exception becomes the error of the reply."""
        from autograder.grading.grade import grade  # takes torch: seconds that whoever hands out tasks does not spend

        try:
            result = grade(task.submission, self.lab, self.shelf, self.host, task.identity)
            environment = replace(result.environment, fingerprint=self.fingerprint)
            return Reply(result_json(replace(result, environment=environment)))
        except AutograderError as error:
            return Reply(error=error.render(self.language))
        except Exception as error:  # a fault of ours in one submission must not take the others with it
            return Reply(error=f"{type(error).__name__}: {error}")


def open_grader(folder: Path, host: Host, language: str = "es", fingerprint: str = "") -> Grader:
    """Return the grader of the lab in a folder; raise LabError if the folder holds no valid lab."""
    lab = load_lab(folder)
    return Grader(lab, shelf_for(lab), host, language, fingerprint)
