"""Runs an audit: grades answers that are known to be right or wrong with the hidden checks of their lab."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import partial

from autograder.audit import equivalence, generated, prices, subjects
from autograder.audit.cache import OutcomeCache
from autograder.audit.prices import OddPrice, PricedAnswer
from autograder.audit.subject_grading import AuditSetup, grade_subject
from autograder.audit.subjects import Subject, SubjectKind
from autograder.audit.trial import SubjectRecord, Trial, TrialStatus
from autograder.errors import LabError
from autograder.lab import known_answers, master
from autograder.lab.declaration import Lab
from autograder.messages import catalogue
from autograder.workers.pool import Workers

Progress = Callable[[Subject], None]
MOST_FOR_NOTHING = 0.1  # of a question's points
SUITABLE = (TrialStatus.CAUGHT, TrialStatus.ACCEPTED)


@dataclass(frozen=True)
class Audit:
    """The trials of a lab's checks; `seeds` is the number of random seeds that each verdict was tried with.

    Of a `sample`, a check that failed nothing may fail what was left out. `priced` says what each wrong answer earns by
    its causes, `odd` which mistakes lose more by the sum of the checks than graver ones. `shares_by_price` is the part
    of a question that each answer which computes nothing earns by the prices of what was named in it.
    """

    title: str
    id: str
    questions: tuple[str, ...]
    trials: tuple[Trial, ...]
    seeds: int = 1
    sample: bool = False
    priced: tuple[PricedAnswer, ...] = ()
    odd: tuple[OddPrice, ...] = ()
    shares_by_price: Mapping[str, float] = field(default_factory=dict)

    def of(self, *kinds: SubjectKind) -> tuple[Trial, ...]:
        """Return the trials whose subjects are of the given kinds."""
        return tuple(trial for trial in self.trials if trial.subject.kind in kinds)

    @property
    def unsuitable(self) -> tuple[Trial, ...]:
        """Return the trials in which the checks are at fault; mutants and random answers are not counted."""
        promised = self.of(SubjectKind.REFERENCE, SubjectKind.VARIANT, SubjectKind.MISTAKE, SubjectKind.COMBINATION)
        return tuple(trial for trial in promised if trial.status not in SUITABLE)

    @property
    def paid(self) -> tuple[Trial, ...]:
        """Return the trials of answers that compute nothing and earned more than a tenth of their question."""
        empty = self.of(SubjectKind.EMPTY)
        return tuple(t for t in empty if max(t.share, self.shares_by_price.get(t.subject.name, 0.0)) > MOST_FOR_NOTHING)

    @property
    def charged_wrongly(self) -> tuple[PricedAnswer, ...]:
        """Return the wrong answers whose failures were put down to mistakes that they do not make."""
        return tuple(answer for answer in self.priced if answer.explained_wrongly)

    @property
    def seed_dependent(self) -> tuple[Trial, ...]:
        """Return the trials in which a check's verdict changed with the seed."""
        return tuple(
            trial for trial in self.trials if any(dependence.check for dependence in trial.record.seed_dependences)
        )

    @property
    def misnamed(self) -> tuple[Trial, ...]:
        """Return the trials in which a mistake was named that the subject does not make."""
        return tuple(trial for trial in self.trials if trial.misnamed)

    @property
    def broken(self) -> tuple[Trial, ...]:
        """Return the trials in which a diagnosis failed with an error."""
        return tuple(trial for trial in self.trials if trial.record.defects)


def plan_subjects(lab: Lab, only: Collection[str] = (), with_mutants: bool = False) -> tuple[Subject, ...]:
    """Return the subjects to grade: all of a lab, or those whose names match a pattern in `only`.

    A combination brings its mistakes with it. Raises LabError for an invalid answer, a pattern without a match, a name
    that two answers share, and if there is no subject.
    """
    read = master.read(lab.folder / lab.notebook)
    answers = known_answers.read_all(lab, read)
    mistakes_by_name = {answer.name: answer for answer in answers if answer.kind == "mistake"}
    together = subjects.read_combinations(lab, mistakes_by_name)
    if not answers and not with_mutants:
        raise LabError("audit.nothing", folder=lab.folder)
    every = [
        subjects.reference_subject(read),
        *(subjects.known_answer_subject(answer, read) for answer in answers),
        *(subjects.combination_subject(parts, read) for parts in together),
        *generated.random_subjects(lab, read),
        *generated.empty_subjects(lab, read),
        *(generated.mutant_subjects(read, lab.unjudged) if with_mutants else ()),
    ]
    names = Counter(subject.name for subject in every)
    if twice := [name for name, count in names.items() if count > 1]:
        raise LabError("audit.name_twice", name=twice[0], folder=lab.folder)
    for pattern in only:
        if not any(fnmatchcase(subject.name, pattern) for subject in every):
            raise LabError("audit.unknown_name", name=pattern, folder=lab.folder)
    chosen = {
        subject.name for subject in every if not only or any(fnmatchcase(subject.name, pattern) for pattern in only)
    }
    needed = {part for subject in every if subject.name in chosen for part in subject.parts}
    return tuple(
        subject
        for subject in every
        if subject.name in chosen or (subject.kind is SubjectKind.MISTAKE and subject.name in needed)
    )


def run_audit(
    planned: Sequence[Subject],
    setup: AuditSetup,
    cache: OutcomeCache,
    *,
    jobs: int = 1,
    progress: Progress = lambda _: None,
) -> Audit:
    """Grade all planned subjects in `jobs` processes; a subject whose outcome is in the cache is not graded again.

    `progress` is called after each. An error in one trial affects only that trial. Raises LabError if `jobs` is less
    than one, or if the lab's probes fail on the reference.
    """
    if jobs < 1:
        raise LabError("audit.bad_jobs", jobs=jobs)
    records = {subject: record for subject in planned if (record := cache.get(subject)) is not None}
    waiting = [subject for subject in planned if subject not in records]
    for subject in records:
        progress(subject)
    if any(subject.kind is SubjectKind.MUTANT for subject in waiting):
        setup = replace(setup, reference=_measured(setup))
    for subject, record in _pooled(waiting, setup, jobs):
        cache.put(subject, record)
        records[subject] = record
        progress(subject)
    alone = {
        subject.name: Trial(subject, records[subject]) for subject in planned if subject.kind is SubjectKind.MISTAKE
    }
    trials = tuple(_trial(subject, records[subject], alone) for subject in planned)
    price_list = prices.price_list_of(trials, setup.lab)
    priced = tuple(prices.priced_answers(trials, setup.lab, price_list))
    empty = [trial for trial in trials if trial.subject.kind is SubjectKind.EMPTY]
    shares = {trial.subject.name: prices.share_by_price(trial, setup.lab, price_list) for trial in empty}
    return Audit(
        title=setup.lab.title,
        id=setup.lab.id,
        questions=tuple(question.id for question in setup.lab.questions if question.checked),
        trials=trials,
        seeds=setup.seeds,
        priced=priced,
        odd=tuple(prices.odd_prices(priced, setup.lab)),
        shares_by_price=shares,
    )


def _trial(subject: Subject, record: SubjectRecord, alone: Mapping[str, Trial]) -> Trial:
    return Trial(subject, record, tuple(alone[part] for part in subject.parts))


def _measured(setup: AuditSetup) -> equivalence.Values:
    """Return the final values of the reference; it is run twice, as what depends on the clock says nothing."""
    lab, reference = setup.lab, subjects.reference_subject(master.read(setup.lab.folder / setup.lab.notebook))
    first, second = (equivalence.final_values(reference, lab, setup.shelf, setup.host) for _ in range(2))
    if fault := first.get(equivalence.FAULT):
        raise LabError("audit.bad_probes", path=lab.folder / equivalence.PROBES, fault=fault)
    return equivalence.stable_values(first, second)


def _pooled(waiting: Sequence[Subject], setup: AuditSetup, jobs: int) -> Iterator[tuple[Subject, SubjectRecord]]:
    died = SubjectRecord(fault=catalogue(setup.lab.language)("audit.process_died"))
    for subject, record in Workers(jobs).each(partial(grade_subject, setup=setup), waiting):
        yield subject, record or died
