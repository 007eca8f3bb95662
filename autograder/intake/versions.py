"""Which of the files that a student has handed in is to be graded, and which are older versions of it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from autograder.errors import SubmissionError
from autograder.intake import filetypes
from autograder.intake.candidates import MOST_NOTEBOOKS, Candidate, files_to_read, refused
from autograder.intake.entry import Entry
from autograder.intake.file import SubmittedFile
from autograder.intake.filenames import strip_copy_marks
from autograder.intake.layout import strip_ending
from autograder.intake.own_files import own_files
from autograder.intake.owner_names import tells_person
from autograder.intake.student_files import StudentFiles
from autograder.people.names import folded
from autograder.people.person import NOBODY

DIGITS = re.compile(r"\d{1,9}")
VERSION = re.compile(r"(?<![^\W_])(?:v|ver|version|versión)(?=[\s._-]?\d)")
ENDING_MARK = re.compile(r"(?i)(\.ipynb)(\s*\(\d{1,3}\))$")  # "lab.ipynb (1)" is marked as "lab (1).ipynb" is
COPYING = timedelta(minutes=1)  # stamps no further apart are those of one copying, and tell no order
MOST_NAMES = 5
# the first name of a module that is imported, or the stem of a Python file that is run or opened
USES = re.compile(r"(?:^[ \t]*(?:from|import)[ \t]+|%run[ \t]+|['\"](?:\./)?)(\w+)(?=[.\s'\",;]|$)", re.MULTILINE)


@dataclass(frozen=True)
class VersionChooser:
    """Chooses which of a student's files is graded, by what was read of each."""

    candidates: Mapping[SubmittedFile, Candidate]

    def entries(self, student_files: StudentFiles) -> Iterator[Entry]:
        """Yield the submission of a student, or several where the files seem to be those of several students."""
        candidates = [self.candidates[file] for file in files_to_read(student_files)]
        if not candidates:
            yield _nothing(student_files)
        elif not student_files.shared:
            yield from self._one_students(candidates, student_files)
        else:
            notebook, *others = candidates
            scripts = [candidate for candidate in candidates if filetypes.is_script(candidate.file.name)]
            if others and others == scripts and self._are_helpers(scripts, notebook):
                yield from self._one_students([notebook], replace(student_files, owner=NOBODY, partners=()))
            else:
                yield from self._everybodys(candidates, student_files)

    def _one_students(self, candidates: Sequence[Candidate], student_files: StudentFiles) -> Iterator[Entry]:
        """The entry of the student whose files these are; where that is a guess, nothing is lost by it."""
        broken = [candidate for candidate in candidates if candidate.fault is not None]
        meant = self._meant(_without(candidates, broken))
        files = [candidate.file for candidate in candidates]
        wrecks = [refused(file, file.fault) for file in student_files.files if file.fault and file not in files]
        if student_files.sure:
            signed = [
                candidate for candidate in meant if _is_signed(candidate)
            ] or meant  # the others are the lab as it was given
            chosen = signed or broken
            yield from _entries(chosen, [*_without(candidates, chosen), *wrecks], student_files, student_files.files)
        elif _is_by_several(candidates):
            yield from self._everybodys(candidates, student_files)
        else:
            kept = [*meant, *broken]
            first, *others = _by_author(kept, _alike_or_equal if tells_person(student_files.owner) else _alike)
            own = student_files.files if not others else ()
            yield from _entries(first, [*_without(candidates, kept), *wrecks], student_files, own)
            for group in others:
                yield from _entries(group, (), student_files)

    def _everybodys(self, candidates: Sequence[Candidate], student_files: StudentFiles) -> Iterator[Entry]:
        """Each file's entry; only equal files that say the same author are one.

        Where everybody's files lie anybody may put one with any name and any signature: none takes another's place.
        """
        unowned = replace(student_files, owner=NOBODY, partners=(), shared=True, named="")
        for group in _by_author([self._answering(candidate) for candidate in candidates], _surely_equal):
            yield from _entries(group, (), unowned)

    def _are_helpers(self, scripts: Sequence[Candidate], notebook: Candidate) -> bool:
        """Return whether scripts are there for a notebook to use: it names them, or they answer no question."""
        read = notebook.read.submission
        code = "\n".join(cell.source for cell in read.code) if read else ""
        used = set(USES.findall(code))
        return all(
            strip_ending(script.file.name) in used or self._answering(script).fault is not None for script in scripts
        )

    def _answering(self, candidate: Candidate) -> Candidate:
        """A candidate; a script that shows no question of the lab is a helper, or for a person to look at."""
        if candidate.fault is None and filetypes.is_script(candidate.file.name) and not candidate.read.questions:
            return refused(candidate.file, SubmissionError("intake.no_answers", path=candidate.file.source))
        return candidate

    def _meant(self, candidates: Sequence[Candidate]) -> Sequence[Candidate]:
        """The candidates that answer this lab about as well as any: helpers and other labs show few questions."""
        if len(candidates) < 2:
            return candidates
        most = max(candidate.read.questions for candidate in candidates)
        return [candidate for candidate in candidates if 2 * candidate.read.questions >= most]


def latest_versions(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the latest of a student's versions; several where nothing says which one it is.

    What the course site says of the time counts most, then the stamp of the archive that it came in, then its own in
    there, and where those are too close to tell, the numbers in names that are alike otherwise. Stamps of files on this
    machine's disk say when they were copied. Of equal files one is as good as another.
    """
    left = list(candidates)
    orders: tuple[Callable[[SubmittedFile], Any], ...] = (
        lambda file: file.told,
        lambda file: file.number,
        lambda file: file.arrived,
        lambda file: file.saved,
    )
    for order in orders:
        known = [value for candidate in left if (value := order(candidate.file)) is not None]
        if known:
            left = [candidate for candidate in left if _is_near(order(candidate.file), max(known))]
    if len({version_name(candidate.file)[0] for candidate in left}) == 1:
        last = max(version_name(candidate.file)[1] for candidate in left)
        left = [candidate for candidate in left if version_name(candidate.file)[1] == last]
    different = {_digest(candidate): candidate for candidate in reversed(left)}
    return list(reversed(different.values()))


def version_name(file: SubmittedFile) -> tuple[str, tuple[int, ...]]:
    """Return a file's path without the numbers and marks of versions, and these numbers in order.

    "lab" comes before "lab 2", "lab_9" before "lab_10", and "lab" before "Copia de lab".
    """
    stem, mark = strip_copy_marks(strip_ending(ENDING_MARK.sub(r"\2\1", file.name)))
    folders = "/".join(file.parts[:-1])
    numbers = [int(number) for number in DIGITS.findall(f"{folders}/{stem}")]
    bare = re.sub(r"[\W_]+", " ", DIGITS.sub(" ", VERSION.sub(" ", f"{folders}/{stem}".casefold()))).strip()
    return bare, (*numbers, mark)


def _is_near(value: Any, newest: Any) -> bool:
    if isinstance(newest, datetime):
        return value is not None and newest - value <= COPYING
    return bool(value == newest)


def _is_signed(candidate: Candidate) -> bool:
    """Whether a notebook says whose it is."""
    return candidate.identity is not None and bool(candidate.identity.rut or candidate.identity.name)


def _same_author(one: Candidate, other: Candidate) -> bool | None:
    """Whether two notebooks say that they are by the same author; None where they do not say."""
    a, b = one.identity, other.identity
    if a is None or b is None:
        return None
    if a.rut and b.rut:
        return a.rut == b.rut
    return folded(a.name) == folded(b.name) if a.name and b.name else None


def _is_by_several(candidates: Sequence[Candidate]) -> bool:
    """Whether notebooks say that they are by different authors."""
    return any(_same_author(one, other) is False for one in candidates for other in candidates)


def _without(candidates: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    left_out = set(others)
    return [candidate for candidate in candidates if candidate not in left_out]


def _digest(candidate: Candidate) -> str:
    """What tells a notebook from others; one that was not read is like no other."""
    submission = candidate.read.submission
    return submission.sha256 if submission else candidate.file.source


def _alike(one: Candidate, other: Candidate) -> bool:
    """Whether two notebooks in one folder are versions of each other."""
    same = _same_author(one, other)
    return version_name(one.file)[0] == version_name(other.file)[0] if same is None else same


def _alike_or_equal(one: Candidate, other: Candidate) -> bool:
    """Whether two notebooks in a folder of one person's are versions of each other, or the same."""
    return _digest(one) == _digest(other) or _alike(one, other)


def _surely_equal(one: Candidate, other: Candidate) -> bool:
    """Whether two notebooks in everybody's folder are one, twice: a name and a signature alone say nothing."""
    return _digest(one) == _digest(other) and _same_author(one, other) is True


def _by_author(candidates: Sequence[Candidate], alike: Callable[[Candidate, Candidate], bool]) -> list[list[Candidate]]:
    groups: list[list[Candidate]] = []
    for candidate in candidates:
        group = next((group for group in groups if all(alike(candidate, other) for other in group)), None)
        if group is None:
            groups.append([candidate])
        else:
            group.append(candidate)
    return groups


def _entries(
    group: Sequence[Candidate],
    beside: Sequence[Candidate],
    student_files: StudentFiles,
    own: Sequence[SubmittedFile] = (),
) -> Iterator[Entry]:
    """The entry of some versions; one for each that may be the last where nothing says which."""
    readable = [candidate for candidate in group if candidate.fault is None] or group
    last = latest_versions(readable)
    aside = [*beside, *_without(group, readable)]
    in_group = [candidate.file for candidate in group]
    for chosen in last:
        yield Entry(
            chosen.file.source,
            chosen.path,
            student_files.owner,
            chosen.file.told or chosen.file.arrived,
            chosen.fault,
            older=tuple(candidate.file.source for candidate in _without(readable, last)),
            beside=tuple(candidate.file.source for candidate in aside),
            files=own_files(chosen.file, [file for file in own if file not in in_group]),
            sure=student_files.sure,
            site=student_files.site,
            partners=student_files.partners,
            named=student_files.named or (strip_ending(chosen.file.name) if student_files.shared else ""),
            rivals=tuple(rival.file.source for rival in last if rival is not chosen),
            read=chosen.read,
        )


def _nothing(student_files: StudentFiles) -> Entry:
    """The entry of a student who handed in no notebook."""
    files, time = student_files.files, None
    if len(files) == 1:
        source, time = files[0].source, files[0].told or files[0].arrived
        fault = files[0].fault or filetypes.wrong_kind_error(source, filetypes.kind_by_name(files[0].name))
    else:
        source = student_files.source
        names = ", ".join(file.name for file in files[:MOST_NAMES]) + (", …" if len(files) > MOST_NAMES else "")
        heap = sum(file.is_notebook for file in files) > MOST_NOTEBOOKS
        key = "intake.too_many_notebooks" if heap else "intake.no_notebook" if files else "intake.nothing"
        found = next((file.fault for file in files if file.fault), None)
        fault = found or SubmissionError(key, path=source, **({"names": names} if files else {}))
    entry = Entry(source, None, student_files.owner, time, fault)
    return replace(entry, sure=student_files.sure, site=student_files.site, named=student_files.named)
