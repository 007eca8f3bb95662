"""A lab on a host, ready to grade: what commands, worker processes, clusters and integrations all call."""

from dataclasses import dataclass, replace
from pathlib import Path

from autograder.errors import AutograderError
from autograder.grading.grade import grade
from autograder.grading.task import Reply, Task
from autograder.lab.corpora import Shelf, shelf_for
from autograder.lab.declaration import Lab, load_lab
from autograder.notebook.submission import Submission, parse_notebook
from autograder.results.result import Result, result_json
from autograder.sandbox.host import Host


@dataclass(frozen=True)
class Grader:
    """Grades submissions to one lab, with its corpora, on one host; may be sent to another process of ours.

    `language` is that in which it says why there is no result; what stands in a result is in the lab's own language.
    `fingerprint` stands for all that decides a verdict besides the submission, and is noted in each result.
    """

    lab: Lab
    shelf: Shelf
    host: Host
    language: str = "es"
    fingerprint: str = ""

    def grade(self, submission: Submission) -> Result:
        """Run a submission, judge it with every hidden check, and say what it earned.

        Raises KernelError where no process could be started, LabError where the checks are broken.
        """
        result = grade(submission, self.lab, self.shelf, self.host)
        return replace(result, environment=replace(result.environment, fingerprint=self.fingerprint))

    def carry_out(self, task: Task) -> Reply:
        """Grade the bytes of a submission; whatever goes wrong becomes the reply's error."""
        try:
            return Reply(result_json(self.grade(parse_notebook(Path(task.file), task.content))))
        except AutograderError as error:
            return Reply(error=error.render(self.language))
        except Exception as error:  # a fault of ours in one submission must not take the others with it
            return Reply(error=f"{type(error).__name__}: {error}")


def open_grader(folder: Path, host: Host, language: str = "es", fingerprint: str = "") -> Grader:
    """Make the grader of the lab in a folder; raises LabError where that is no lab."""
    lab = load_lab(folder)
    return Grader(lab, shelf_for(lab), host, language, fingerprint)
