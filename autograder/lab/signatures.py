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
    them is forgotten. A mistake is a line of the file.
    """
    now = fingerprints(lab, known)
    signatures = {name: signature for name, signature in read_signatures(lab).items() if name in now}
    signatures |= {name: Signature(dict(sorted(failed[name].items())), now[name]) for name in failed if name in now}
    lines = [f"{json.dumps(name)}: {json.dumps(asdict(signatures[name]))}" for name in sorted(signatures)]
    path = signatures_path(lab)
    write_atomically(path, ("{\n" + ",\n".join(lines) + "\n}\n").encode())
    return path


def outdated(lab: Lab, known: Iterable[Mistake], signatures: Mapping[str, Signature]) -> list[str]:
    """Return the names of the mistakes with an answer that have no signature, or one of other checks or answers."""
    made = [mistake for mistake in known if mistake.has_answer]
    now = fingerprints(lab, made)
    return [name for name in now if name not in signatures or signatures[name].fingerprint != now[name]]


def fingerprints(lab: Lab, known: Iterable[Mistake]) -> dict[str, str]:
    """Return the fingerprint of each mistake's answer and of the checks of its question, by name."""
    questions = question_digests(lab)

    def fingerprint(mistake: Mistake) -> str:
        hunks = (text for hunk in mistake.hunks for text in (hunk.replace, hunk.by))
        whole = digest(questions.get(mistake.question, ""), mistake.known_as, mistake.base, mistake.answer, *hunks)
        return whole[:SHOWN]

    return {mistake.name: fingerprint(mistake) for mistake in known}
