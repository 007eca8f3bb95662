"""Laws of texts in several languages."""

import pytest

from autograder.lab.translations import translations
from autograder.messages import LANGUAGES


@pytest.mark.parametrize("own", LANGUAGES)
def test_a_language_in_which_nothing_is_said_gets_the_lab_s_own(own: str) -> None:
    """A text without a language is in the lab's own, and stands for it in every language."""
    assert translations("Wrong.", own) == translations({own: "Wrong."}, own) == dict.fromkeys(LANGUAGES, "Wrong.")


def test_every_language_has_its_text() -> None:
    """What is said in a language is what is read in it."""
    assert translations({"en": "Wrong.", "es": "Mal."}, "es") == {"es": "Mal.", "en": "Wrong."}


@pytest.mark.parametrize(
    "value", [None, 3, "", " ", {}, {"en": "Wrong."}, {"es": ""}, {"es": 3}, {"es": "Mal", "x": "?"}]
)
def test_what_is_no_text_is_none(value: object) -> None:
    """Nothing, a blank, a table without the lab's language, and an unknown language are no texts."""
    assert translations(value, "es") is None
