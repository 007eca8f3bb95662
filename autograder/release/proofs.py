"""The checks that a student version must pass before it replaces the previous one."""

import ast
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.lab.declaration import Lab
from autograder.lab.master import Master
from autograder.messages import catalogue
from autograder.release import leaks
from autograder.results.question_result import CheckResult
from autograder.results.result import FailedCell, Result
from autograder.results.verdict import Verdict
from autograder.source.ipython import without_commands


@dataclass(frozen=True)
class ReleaseDraft:
    """A student version that is not published yet, with the lab and the master notebook that it was built from."""

    folder: Path
    lab: Lab
    master: Master

    @property
    def notebook(self) -> Path:
        """Return the path of the student notebook."""
        return self.folder / f"{self.lab.id}.ipynb"

    @property
    def files(self) -> tuple[Path, ...]:
        """Return every file of the draft, sorted by path."""
        return tuple(sorted(path for path in self.folder.rglob("*") if path.is_file()))


@dataclass(frozen=True)
class ProofFailure:
    """One reason why a release fails a check: the key of a message, and its values, such as file and line."""

    key: str
    values: tuple[tuple[str, object], ...]

    def render(self, language: str) -> str:
        """Return the failure as text in a language, "es" or "en"."""
        return catalogue(language)(self.key, **dict(self.values))


Proof = Callable[[ReleaseDraft], list[ProofFailure]]


Grade = Callable[[Path], Result]


def proof_failure(key: str, **values: object) -> ProofFailure:
    """Return a failure whose message has the key `release.<key>` in the catalogue."""
    return ProofFailure(f"release.{key}", tuple(values.items()))


def compiles(draft: ReleaseDraft) -> list[ProofFailure]:
    """Return failures for public checks and code cells that do not compile, and for checks of the same name."""
    faults = []
    for path in draft.files:
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            faults += _syntax(path.relative_to(draft.folder), "", text)
            faults += _hidden_twins(path.relative_to(draft.folder), text)
    for place, cell in enumerate(_cells(draft.notebook)):
        if cell["cell_type"] == "code":
            faults += _syntax(draft.notebook.name, f" [{place}]", without_commands("".join(cell["source"])))
    return faults


def keeps_secrets(draft: ReleaseDraft) -> list[ProofFailure]:
    """Return failures for lines of solutions, hidden checks or known mistakes that occur in a file."""
    faults = [
        proof_failure("unmarked", file=draft.master.path, line=cell.lines[0].number, question=cell.question)
        for cell in draft.master.cells
        if cell.kind == "code" and cell.block == "solution" and cell.lines and not cell.parts("solution")
    ]
    secrets = leaks.secret_lines(draft.lab, draft.master)
    for path in draft.files:
        for where, leak in leaks.find_leaks(secrets, path):
            name = path.relative_to(draft.folder)
            faults.append(
                proof_failure("leak", file=name, where=where, secret=leak.file, line=leak.line, text=leak.text)
            )
    return faults


def is_clean(draft: ReleaseDraft) -> list[ProofFailure]:
    """Return failures for saved outputs in the notebook, and for folders of this machine named in a file."""
    faults = []
    for place, cell in enumerate(_cells(draft.notebook)):
        if cell.get("outputs") or cell.get("execution_count"):
            faults.append(proof_failure("output", file=draft.notebook.name, place=place))
    for path in draft.files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if folder := next((folder for folder in _own_folders(draft) if folder in line), None):
                faults.append(
                    proof_failure("own_path", file=path.relative_to(draft.folder), line=number, folder=folder)
                )
    return faults


def reference_earns_all(grade: Grade) -> Proof:
    """Return a check that the reference runs without errors and passes every hidden check.

    Each question that is checked must have a hidden check, and the reference must earn all points that checks give by
    themselves.
    """

    def proof(draft: ReleaseDraft) -> list[ProofFailure]:
        with tempfile.TemporaryDirectory() as scratch:
            result = grade(draft.master.write_reference(Path(scratch) / "reference.ipynb"))
        checked = [question for question in draft.lab.questions if question.checked]
        checks = _checks(result)
        faults = [_bad_cell("reference_breaks", cell, "reference.ipynb") for cell in result.cells]
        faults += [
            proof_failure(
                "reference_fails",
                question=id,
                check=check.name,
                verdict=check.verdict.value,
                message=check.message or check.detail,
            )
            for id, check in checks
            if check.verdict is not Verdict.PASSED
        ]
        tried = {id for id, _ in checks}
        faults += [proof_failure("no_check", question=question.id) for question in checked if question.id not in tried]
        by_checks = [question for question in checked if not question.manual or question.checked_points is not None]
        due = sum(question.points_of_checks for question in by_checks if not question.bonus)
        if not faults and result.score < due - 1e-9:
            faults.append(proof_failure("reference_poor", score=result.score, due=due))
        return faults

    return proof


def stub_earns_nothing(grade: Grade) -> Proof:
    """Return a check that the unanswered notebook passes no hidden check and earns no points.

    It must also run without errors other than those that missing answers cause.
    """

    def proof(draft: ReleaseDraft) -> list[ProofFailure]:
        result = grade(draft.notebook)
        faults = [_bad_cell("stub_breaks", cell, draft.notebook.name) for cell in _unexplained(result)]
        wrong = (Verdict.PASSED, Verdict.GRADER_ERROR)
        faults += [
            proof_failure("stub_passes", question=id, check=check.name, verdict=check.verdict.value)
            for id, check in _checks(result)
            if check.verdict in wrong
        ]
        if not faults and (result.score or result.bonus):
            faults.append(proof_failure("stub_scores", score=result.score + result.bonus))
        return faults

    return proof


def _unexplained(result: Result) -> list[FailedCell]:
    # a name may be missing only once an answer is: before that, it is the notebook that is wrong
    first = min((bad.cell for bad in result.cells if bad.type == "NotImplementedError"), default=None)
    explained = [
        bad
        for bad in result.cells
        if bad.type == "NotImplementedError" or (bad.type == "NameError" and first is not None and bad.cell > first)
    ]
    return [bad for bad in result.cells if bad not in explained]


def _bad_cell(key: str, bad: FailedCell, file: str) -> ProofFailure:
    return proof_failure(key, file=file, place=bad.cell, type=bad.type or bad.status, message=bad.message)


def _checks(result: Result) -> list[tuple[str, CheckResult]]:
    return [(id, check) for id, question in result.questions.items() for check in question.checks]


def _cells(notebook: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return cells


def _syntax(file: object, place: str, source: str) -> list[ProofFailure]:
    try:
        compile(source, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        return [proof_failure("no_syntax", file=f"{file}{place}", line=line, fault=getattr(error, "msg", error))]
    return []


def _hidden_twins(file: object, source: str) -> list[ProofFailure]:
    # Otter collects test cases by function name: the second of one name replaces the first without a word.
    try:
        names = Counter(node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))
    except (SyntaxError, ValueError):
        return []
    return [proof_failure("twins", file=file, name=name) for name, count in names.items() if count > 1]


def _own_folders(draft: ReleaseDraft) -> list[str]:
    folders = (Path.home(), Path.cwd(), draft.lab.folder.parent.parent, Path(tempfile.gettempdir()), Path(sys.prefix))
    return sorted({f"{path.resolve()}/" for path in folders if len(path.resolve().parts) > 1})
