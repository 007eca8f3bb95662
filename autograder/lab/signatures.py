"""Which checks each known mistake fails, as an audit recorded it beside the lab in `signatures.json`.

A question whose failed checks all lie in the signatures of the mistakes that were named in it is explained by them, and
priced by them instead of by the checks.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from autograder.errors import LabError
from autograder.lab.declaration import Lab
from autograder.lab.digests import digest, question_digests
from autograder.lab.mistakes import Mistake
from autograder.output.files import write_atomically

FILE = "signatures.json"
SHOWN = 16  # hex digits of a fingerprint


@dataclass(frozen=True)
class Signature:
    """The checks that a mistake fails, each with the verdict that it has there.

    `fingerprint` stands for the mistake's answer and the checks of its question, with which that was seen.
    """

    checks: dict[str, str]
    fingerprint: str = ""

    @property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the failed checks with their verdicts."""
        return frozenset(self.checks.items())


ADAPTER = TypeAdapter(dict[str, Signature])


def signatures_path(lab: Lab) -> Path:
    """Return where the signatures of a lab's mistakes lie."""
    return lab.folder / FILE


def read_signatures(lab: Lab) -> dict[str, Signature]:
    """Read the signatures of a lab by the mistake's name; none where no audit was recorded.

    Raises LabError for a file that cannot be read.
    """
    path = signatures_path(lab)
    try:
        return ADAPTER.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError) as error:
        fault = str(error).splitlines()[0]
        raise LabError("lab.bad_signatures", path=path, folder=lab.folder, fault=fault) from None


def write_signatures(lab: Lab, failed: Mapping[str, Mapping[str, str]], known: Iterable[Mistake]) -> Path:
    """Write the signatures of the mistakes in `failed`, and return the file's path; others keep the one they have.

    `failed` has the verdict of each failed check by mistake, and `known` are all mistakes of the lab: what is not among
    them is forgotten, and so is a record that cannot be read. A mistake is a line of the file.
    """
    now = fingerprints(lab, known)
    try:
        signatures = {name: signature for name, signature in read_signatures(lab).items() if name in now}
    except LabError:
        signatures = {}
    signatures |= {name: Signature(dict(sorted(failed[name].items())), now[name]) for name in failed if name in now}
    lines = [f"{json.dumps(name)}: {json.dumps(asdict(signatures[name]))}" for name in sorted(signatures)]
    path = signatures_path(lab)
    write_atomically(path, ("{\n" + ",\n".join(lines) + "\n}\n").encode())
    return path


def outdated(lab: Lab, known: Iterable[Mistake], signatures: Mapping[str, Signature]) -> list[str]:
    """Return the names of the mistakes with an answer that have no signature, or one of other checks or answers.

    `known` are all mistakes of the lab, since one may be the base of another.
    """
    known = tuple(known)
    now = fingerprints(lab, known)
    made = [mistake.name for mistake in known if mistake.has_answer]
    return [name for name in made if name not in signatures or signatures[name].fingerprint != now[name]]


def fingerprints(lab: Lab, known: Iterable[Mistake]) -> dict[str, str]:
    """Return the fingerprint of each mistake's answer and of the checks of its question, by name.

    `known` are all mistakes of the lab. A base that is a variant is a right answer, whatever its text.
    """
    known = tuple(known)
    questions, texts = question_digests(lab), {mistake.name: _texts(mistake) for mistake in known}
    bases = {mistake.name: mistake.base for mistake in known}

    def fingerprint(mistake: Mistake) -> str:
        names = [mistake.name]
        while (base := bases.get(names[-1])) and base not in names:  # a base has perhaps one of its own
            names.append(base)
        below = (text for name in names for text in (name, *texts.get(name, ())))
        return digest(questions.get(mistake.question, ""), mistake.known_as, *below)[:SHOWN]

    return {mistake.name: fingerprint(mistake) for mistake in known}


def _texts(mistake: Mistake) -> tuple[str, ...]:
    return mistake.answer, *(text for hunk in mistake.hunks for text in (hunk.replace, hunk.by))
