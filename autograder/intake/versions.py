"""Which of the files that a student has handed in is to be graded, and which are older versions of it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from autograder.errors import SubmissionError
from autograder.intake import filetypes
from autograder.intake.candidates import Draft, Reader, likeness
from autograder.intake.copies import original
from autograder.intake.entry import Entry
from autograder.intake.file import File
from autograder.intake.holding import Holding
from autograder.intake.layout import stem
from autograder.people.names import folded
from autograder.people.person import NOBODY

COPYING = timedelta(minutes=1)  # stamps no further apart are those of one copying, and tell no order
MOST_NAMES = 5


@dataclass(frozen=True)
class Chooser:
    """Chooses what of a holding is graded."""

    reader: Reader

    def entries(self, holding: Holding) -> Iterator[Entry]:
        """The entries of a holding: one for a student, several where the files seem to be those of several."""
        files = [file for file in holding.files if filetypes.is_notebook(file.name)]
        scripts = [file for file in holding.files if filetypes.is_script(file.name)]
        if holding.shared:
            stems = {stem(file.name) for file in files}
            loose = [*files, *(file for file in scripts if stem(file.name) not in stems)]
            yield from self._everybodys(loose, holding)
        elif files or scripts:
            yield from self._one_students(files or scripts, holding)
        else:
            yield _nothing(holding)

    def _one_students(self, files: Sequence[File], holding: Holding) -> Iterator[Entry]:
        """The entry of the student whose files these are; where that is a guess, nothing is lost by it."""
        drafts = [self.reader.read(file, len(files) == 1) for file in files]
        broken = [draft for draft in drafts if draft.fault is not None]
        meant = self._meant(_without(drafts, broken))
        wrecks = [Draft(file, None, fault=file.fault) for file in holding.files if file.fault and file not in files]
        if holding.sure:
            signed = [draft for draft in meant if _is_signed(draft)] or meant  # the others are the lab as it was given
            chosen = signed or broken
            yield _entry(chosen, [*_without(drafts, chosen), *wrecks], holding)
        elif _is_by_several(drafts):
            yield from self._everybodys(files, holding)
        else:
            kept = [*meant, *broken]
            first, *others = _by_author(kept, _alike)
            yield _entry(first, [*_without(drafts, kept), *wrecks], holding)
            yield from (_entry(group, (), holding) for group in others)

    def _everybodys(self, files: Sequence[File], holding: Holding) -> Iterator[Entry]:
        """Each file's entry; only copies by the name that say the same author are one student's versions."""
        unowned = replace(holding, owner=NOBODY)
        alike: dict[tuple[object, str], list[File]] = {}
        for file in files:
            alike.setdefault((file.parts[:-1], original(stem(file.name))[0]), []).append(file)
        for copies in alike.values():
            drafts = [self._answering(self.reader.read(file, len(copies) == 1)) for file in copies]
            yield from (_entry(group, (), unowned) for group in _by_author(drafts, _surely_alike))

    def _answering(self, draft: Draft) -> Draft:
        """A draft; a script that shows no question of the lab is a helper, or for a person to look at."""
        if draft.fault is None and filetypes.is_script(draft.file.name) and not likeness(draft, self.reader.lab):
            return replace(draft, fault=SubmissionError("intake.no_answers", path=draft.file.source))
        return draft

    def _meant(self, drafts: Sequence[Draft]) -> Sequence[Draft]:
        """The drafts that answer this lab about as well as any: helpers and other labs show few of its questions."""
        if len(drafts) < 2:
            return drafts
        like = [likeness(draft, self.reader.lab) for draft in drafts]
        return [draft for draft, found in zip(drafts, like, strict=True) if 2 * found >= max(like)]


def last(drafts: Sequence[Draft]) -> Draft:
    """The last of a student's versions.

    What the course site says of the time counts most, then the stamp of what it came in, then its own, and where those
    are too close to tell, the number that a system gave a copy, and at the very last the place among the files.
    """
    left = list(drafts)
    orders: tuple[Callable[[File], Any], ...] = (
        lambda file: file.told,
        lambda file: file.number,
        lambda file: file.arrived,
        lambda file: file.saved,
        lambda file: original(stem(file.name))[1],
        lambda file: file.place,
    )
    for order in orders:
        known = [value for draft in left if (value := order(draft.file)) is not None]
        if known:
            left = [draft for draft in left if _is_near(order(draft.file), max(known))]
    return left[0]


def _is_near(value: Any, newest: Any) -> bool:
    if isinstance(newest, datetime):
        return value is not None and newest - value <= COPYING
    return bool(value == newest)


def _is_signed(draft: Draft) -> bool:
    """Whether a notebook says whose it is."""
    return draft.identity is not None and bool(draft.identity.rut or draft.identity.name)


def _same_author(one: Draft, other: Draft) -> bool | None:
    """Whether two notebooks say that they are by the same author; None where they do not say."""
    a, b = one.identity, other.identity
    if a is None or b is None:
        return None
    if a.rut and b.rut:
        return a.rut == b.rut
    return folded(a.name) == folded(b.name) if a.name and b.name else None


def _is_by_several(drafts: Sequence[Draft]) -> bool:
    """Whether notebooks say that they are by different authors."""
    return any(_same_author(one, other) is False for one in drafts for other in drafts)


def _without(drafts: Sequence[Draft], others: Sequence[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft not in others]


def _same_name(one: Draft, other: Draft) -> bool:
    """Whether two files lie side by side and have one name, but for the marks of copies."""
    if one.file.parts[:-1] != other.file.parts[:-1]:
        return False
    return original(stem(one.file.name))[0] == original(stem(other.file.name))[0]


def _alike(one: Draft, other: Draft) -> bool:
    """Whether two notebooks in one folder are versions of each other."""
    same = _same_author(one, other)
    return _same_name(one, other) if same is None else same


def _surely_alike(one: Draft, other: Draft) -> bool:
    """Whether two notebooks of one name in everybody's folder are versions of each other: a name alone says nothing."""
    return _same_author(one, other) is True


def _by_author(drafts: Sequence[Draft], alike: Callable[[Draft, Draft], bool]) -> list[list[Draft]]:
    groups: list[list[Draft]] = []
    for draft in drafts:
        group = next((group for group in groups if all(alike(draft, other) for other in group)), None)
        if group is None:
            groups.append([draft])
        else:
            group.append(draft)
    return groups


def _entry(group: Sequence[Draft], beside: Sequence[Draft], holding: Holding) -> Entry:
    readable = [draft for draft in group if draft.fault is None] or group
    chosen = last(readable)
    aside = [*beside, *_without(group, readable)]
    return Entry(
        chosen.file.source,
        chosen.path,
        holding.owner,
        chosen.file.told or chosen.file.arrived,
        chosen.fault,
        tuple(draft.file.source for draft in readable if draft is not chosen),
        tuple(draft.file.source for draft in aside),
    )


def _nothing(holding: Holding) -> Entry:
    """The entry of a student who handed in no notebook."""
    files = holding.files
    if len(files) == 1:
        fault = files[0].fault or filetypes.fault(files[0].source, filetypes.by_name(files[0].name))
        return Entry(files[0].source, None, holding.owner, files[0].told or files[0].arrived, fault)
    names = ", ".join(file.name for file in files[:MOST_NAMES]) + (", …" if len(files) > MOST_NAMES else "")
    key = "intake.no_notebook" if files else "intake.nothing"
    found = next((file.fault for file in files if file.fault), None)
    values = {"path": holding.source, "names": names} if files else {"path": holding.source}
    return Entry(holding.source, None, holding.owner, None, found or SubmissionError(key, **values))
