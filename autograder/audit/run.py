"""Trying the hidden checks of a lab on answers of which it is known beforehand whether they are right."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import partial

from autograder.audit import equivalence, generated, mutants, subjects
from autograder.audit.cache import Ledger
from autograder.audit.subjects import Kind, Specimen
from autograder.audit.trial import Fate, Record, Trial
from autograder.audit.trying import Bench, attempt
from autograder.errors import LabError
from autograder.grading.workers import each
from autograder.lab import known_answers, master
from autograder.lab.declaration import Lab
from autograder.messages import catalogue

Progress = Callable[[Specimen], None]
SUITABLE = (Fate.CAUGHT, Fate.ACCEPTED)


@dataclass(frozen=True)
class Audit:
    """The trials of a lab; `seeds` is with how many seeds the verdicts were looked at."""

    title: str
    id: str
    questions: tuple[str, ...]
    trials: tuple[Trial, ...]
    seeds: int = 1

    def of(self, *kinds: Kind) -> tuple[Trial, ...]:
        """The trials of some kinds."""
        return tuple(trial for trial in self.trials if trial.specimen.kind in kinds)

    @property
    def unsuitable(self) -> tuple[Trial, ...]:
        """Where the checks are at fault: mutants and random answers, of which nobody promised anything, left out."""
        promised = self.of(Kind.REFERENCE, Kind.VARIANT, Kind.MISTAKE, Kind.COMBINATION)
        return tuple(trial for trial in promised if trial.fate not in SUITABLE)

    @property
    def shaky(self) -> tuple[Trial, ...]:
        """The trials in which a verdict changed with the seed."""
        return tuple(trial for trial in self.trials if any(shaky.check for shaky in trial.record.shaky))

    @property
    def misnamed(self) -> tuple[Trial, ...]:
        """The trials in which a mistake was named that is not there."""
        return tuple(trial for trial in self.trials if trial.misnamed)

    @property
    def broken(self) -> tuple[Trial, ...]:
        """The trials in which the naming of mistakes went wrong."""
        return tuple(trial for trial in self.trials if trial.record.defects)


def plan(lab: Lab, only: Collection[str] = (), with_mutants: bool = False) -> tuple[Specimen, ...]:
    """What a lab's checks are to be tried on: all there is, or what matches the patterns in `only`.

    With a combination come its mistakes. Raises LabError for an answer that is none, for a pattern that nothing
    matches, for a name that two answers have, and where there is nothing to try.
    """
    read = master.read(lab.folder / lab.notebook)
    answers = known_answers.read_all(lab, read)
    known = {answer.name: answer for answer in answers if answer.kind == "mistake"}
    together = subjects.combinations(lab, known)
    if not answers and not with_mutants:
        raise LabError("audit.nothing", folder=lab.folder)
    every = [
        subjects.reference(read),
        *(subjects.known(answer, read) for answer in answers),
        *(subjects.combination(parts, read) for parts in together),
        *generated.specimens(lab, read),
        *(mutants.specimens(read, lab.unjudged) if with_mutants else ()),
    ]
    names = Counter(made.name for made in every)
    if twice := [name for name, count in names.items() if count > 1]:
        raise LabError("audit.name_twice", name=twice[0], folder=lab.folder)
    for pattern in only:
        if not any(fnmatchcase(made.name, pattern) for made in every):
            raise LabError("audit.unknown_name", name=pattern, folder=lab.folder)
    chosen = {made.name for made in every if not only or any(fnmatchcase(made.name, pattern) for pattern in only)}
    needed = {part for made in every if made.name in chosen for part in made.parts}
    return tuple(made for made in every if made.name in chosen or (made.kind is Kind.MISTAKE and made.name in needed))


def audit(
    planned: Sequence[Specimen],
    bench: Bench,
    ledger: Ledger,
    *,
    jobs: int = 1,
    progress: Progress = lambda _: None,
) -> Audit:
    """Try the checks on everything planned, in `jobs` processes; what the ledger holds is not tried again.

    `progress` is called after each. An error in one trial costs only that one. Raises LabError for fewer jobs than one,
    and where the lab's probes do not run on the reference.
    """
    if jobs < 1:
        raise LabError("audit.bad_jobs", jobs=jobs)
    records = {made: record for made in planned if (record := ledger.get(made)) is not None}
    waiting = [made for made in planned if made not in records]
    for made in records:
        progress(made)
    if any(made.kind is Kind.MUTANT for made in waiting):
        bench = replace(bench, reference=_measured(bench))
    for made, record in _pooled(waiting, bench, jobs):
        ledger.put(made, record)
        records[made] = record
        progress(made)
    trials = {made.name: Trial(made, records[made]) for made in planned if made.kind is Kind.MISTAKE}
    return Audit(
        title=bench.lab.title,
        id=bench.lab.id,
        questions=tuple(question.id for question in bench.lab.questions if question.checked),
        trials=tuple(_trial(made, records[made], trials) for made in planned),
        seeds=bench.seeds,
    )


def _trial(made: Specimen, record: Record, alone: Mapping[str, Trial]) -> Trial:
    return Trial(made, record, tuple(alone[part] for part in made.parts))


def _measured(bench: Bench) -> equivalence.Values:
    """What the reference's notebook holds; run twice, for what hangs on the clock tells nothing."""
    lab, own = bench.lab, subjects.reference(master.read(bench.lab.folder / bench.lab.notebook))
    first, second = (equivalence.values(own, lab, bench.shelf, bench.host) for _ in range(2))
    if fault := first.get(equivalence.FAULT):
        raise LabError("audit.bad_probes", path=lab.folder / equivalence.PROBES, fault=fault)
    return equivalence.steady(first, second)


def _pooled(waiting: Sequence[Specimen], bench: Bench, jobs: int) -> Iterator[tuple[Specimen, Record]]:
    died = Record(fault=catalogue(bench.lab.language)("audit.process_died"))
    for made, record in each(partial(attempt, bench=bench), waiting, jobs):
        yield made, record or died
