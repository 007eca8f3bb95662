"""The faults that a person can mend, in one small tree; each names the thing, its value and what is wrong."""

from typing import Any, Self

from autograder.messages import catalogue


class AutograderError(Exception):
    """A fault with a message in the catalogue; `str()` renders it in English, `render` in any language.

    Of an exception among its values only the text is kept: what raised it may hold all that was read, and not every
    exception can be pickled.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        kept = {name: str(value) if _is_foreign(value) else value for name, value in values.items()}
        super().__init__(key, kept)
        self.key = key
        self.values = kept

    def __reduce__(self) -> tuple[Any, ...]:
        """What pickles: the key and the values."""
        return _again, (type(self), self.key, self.values)

    def without_frames(self) -> Self:
        """Return this fault, fit to be kept: without the frames that it passed, which hold all that was read there."""
        self.__traceback__ = self.__context__ = self.__cause__ = None
        return self

    def render(self, language: str) -> str:
        """Say the fault in a language."""
        return catalogue(language)(self.key, **self.values)

    def __str__(self) -> str:
        return self.render("en")


def _is_foreign(value: object) -> bool:
    return isinstance(value, Exception) and not isinstance(value, AutograderError)


def _again(kind: type[AutograderError], key: str, values: dict[str, object]) -> AutograderError:
    return kind(key, **values)


class LabError(AutograderError):
    """The lab's folder or its declaration is wrong."""


class SubmissionError(AutograderError):
    """What was handed in cannot be read as a notebook."""


class CorpusError(AutograderError):
    """A corpus is not known, not whole or not to be had."""


class ReleaseError(AutograderError):
    """The student version cannot be built, or does not prove itself."""


class KernelError(AutograderError):
    """The process that runs the notebook failed through no fault of the student."""


class IsolationError(AutograderError):
    """This machine does not keep student code apart as far as was asked."""


class GradebookError(AutograderError):
    """A gradebook cannot be used, or does not have whom or what it is asked about."""


class ClusterError(AutograderError):
    """The cluster that was to grade is not there, or cannot grade."""


class ExportError(AutograderError):
    """Marks cannot be written in the form that was asked for."""


class RosterError(AutograderError):
    """The list of students cannot be read, or says two things of somebody."""


class SimilarityError(AutograderError):
    """There is nothing to compare, or what was found cannot be written."""


class SummaryError(AutograderError):
    """The summary of a class cannot be written where it was asked for."""


class BundleError(AutograderError):
    """A lab cannot be bundled for a site, or a bundle cannot be written."""
