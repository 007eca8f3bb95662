"""The texts that people read, one TOML table per language and room: `es/errors.toml`, `en/errors.toml` …"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

LANGUAGES = ("es", "en")


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language, looked up by `room.key`."""

    language: str
    texts: dict[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        """Render the message `key` with its values.

        Raises KeyError where the catalogue has no such message: a defect of ours, never of the user's.
        """
        return self.texts[key].format(**values)


@cache
def catalogue(language: str) -> Catalogue:
    """Read the catalogue of a language; one that is not there falls back to English."""
    chosen = language if language in LANGUAGES else "en"
    texts: dict[str, str] = {}
    for room in resources.files(__name__).joinpath(chosen).iterdir():
        if room.name.endswith(".toml"):
            table = tomllib.loads(room.read_text(encoding="utf-8"))
            texts |= {f"{room.name.removesuffix('.toml')}.{key}": text for key, text in table.items()}
    return Catalogue(chosen, texts)
