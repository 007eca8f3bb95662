"""Builds the student version of a lab from its master notebook, and checks it before it replaces the old one."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import ReleaseError
from autograder.lab import master
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.release import otter_assign, proofs
from autograder.release.proofs import Grade, Proof, ProofFailure, ReleaseDraft

SHOWN = 10


@dataclass(frozen=True)
class ReleasedVersion:
    """A student version that passed every check; `files` are relative to its folder."""

    folder: Path
    files: tuple[str, ...]


class UnprovenError(ReleaseError):
    """The student version was built but failed a check; `faults` are the failures."""

    def __init__(self, faults: Sequence[ProofFailure]) -> None:
        """Keep the failures of one check."""
        super().__init__("release.unproven", count=len(faults))
        self.faults = tuple(faults)

    def render(self, language: str) -> str:
        """Return the failures as text, each on a line of its own, at most ten of them."""
        lines = [super().render(language), *(fault.render(language) for fault in self.faults[:SHOWN])]
        if len(self.faults) > SHOWN:
            lines.append(catalogue(language)("release.more", count=len(self.faults) - SHOWN))
        return "\n  ".join(lines)


def all_proofs(grade: Grade) -> tuple[Proof, ...]:
    """Return the checks of a release, cheap ones first, since a notebook that does not compile need not be graded."""
    static = (proofs.compiles, proofs.keeps_secrets, proofs.is_clean)
    return (*static, proofs.reference_earns_all(grade), proofs.stub_earns_nothing(grade))


def build_release(lab: Lab, out: Path, grade: Grade) -> ReleasedVersion:
    """Build the student version of `lab` in the folder `out`, which must be absent, empty or an earlier release.

    `grade` grades one notebook with the lab's hidden checks; the release is checked with it.
    Raises ReleaseError if the version cannot be built, UnprovenError if it fails a check; `out` is then unchanged.
    """
    out = out.resolve()
    _refuse_foreign(lab, out)
    source = master.read(lab.folder / lab.notebook)
    out.parent.mkdir(parents=True, exist_ok=True)
    # beside the target, so that the last step is a rename on one file system
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
        draft = _draft(lab, source, Path(beside) / out.name)
        for proof in all_proofs(grade):
            if faults := proof(draft):
                raise UnprovenError(faults)
        files = tuple(path.relative_to(draft.folder).as_posix() for path in draft.files)
        _replace(draft.folder, out, Path(beside) / "previous")
    return ReleasedVersion(out, files)


def _draft(lab: Lab, source: master.Master, folder: Path) -> ReleaseDraft:
    with tempfile.TemporaryDirectory() as scratch:
        built = otter_assign.build_with_otter(source, lab.id, Path(scratch))
        shutil.copytree(built, folder)
    say = catalogue(lab.language)
    text = say("release.readme", title=lab.title, notebook=f"{lab.id}.ipynb")
    (folder / "README.md").write_text(text, encoding="utf-8")
    return ReleaseDraft(folder, lab, source)


def _refuse_foreign(lab: Lab, out: Path) -> None:
    if out.is_dir() and any(out.iterdir()) and not (out / f"{lab.id}.ipynb").is_file():
        raise ReleaseError("release.foreign", folder=out, notebook=f"{lab.id}.ipynb")
    if out.exists() and not out.is_dir():
        raise ReleaseError("release.foreign", folder=out, notebook=f"{lab.id}.ipynb")
    if out == lab.folder or out in lab.folder.parents or lab.folder in out.parents:
        raise ReleaseError("release.inside", folder=out, lab=lab.folder)


def _replace(new: Path, out: Path, previous: Path) -> None:
    had = out.exists()
    if had:
        out.rename(previous)
    try:
        new.rename(out)
    except OSError:
        if had:
            previous.rename(out)
        raise
