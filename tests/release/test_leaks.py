"""Finding secret lines."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.lab import master
from autograder.lab.declaration import load_lab
from autograder.release import leaks

LAB = 'id = "x"\ntitle = "x"\n[[questions]]\nid = "a"\ntitle = "a"\nkind = "code"\npoints = 1.0\n'
SECRET = "weights = softmax('scores')  # la fila suma uno"
MASTER = f"""# %%
shared_line = open('the corpus')

# %% [raw]
# # BEGIN QUESTION
# name: a

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION
{SECRET}
y = x
# END SOLUTION

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION
"""
MISTAKE = """
[a_max]
explanation = "No suma uno."
replace = "softmax('scores')"
with = "relu('scores')"
"""


def found(text: str, suffix: str, other: str = "", mistakes: str = "") -> list[str]:
    """The secrets of a lab that a file with this text gives away."""
    with TemporaryDirectory() as folder:
        lab = Path(folder) / "lab"
        (lab / "checks").mkdir(parents=True)
        (lab / "mistakes").mkdir()
        (lab / "lab.toml").write_text(LAB, encoding="utf-8")
        (lab / "mistakes" / "a.toml").write_text(mistakes, encoding="utf-8")
        (lab / "notebook.py").write_text(MASTER, encoding="utf-8")
        (lab / "checks" / "test_x.py").write_text(other, encoding="utf-8")
        secrets = leaks.secret_lines(load_lab(lab), master.read(lab / "notebook.py"))
        path = Path(folder) / f"given{suffix}"
        path.write_text(text, encoding="utf-8")
        return [secret.text for _, secret in leaks.find_leaks(secrets, path)]


@settings(deadline=None)
@given(before=st.text(" \t>|", max_size=4), after=st.text(" ;)`", max_size=4), loud=st.booleans())
def test_a_secret_is_found_whatever_surrounds_it(before: str, after: str, loud: bool) -> None:
    """Indentation, quotes, case and neighbours on the line do not hide the code of a secret line."""
    code = SECRET.split("  #")[0].replace("'", '"')
    text = f"prosa\n{before}{code.upper() if loud else code}{after}\n"
    assert found(text, ".md") == ['weights = softmax("scores")']


def test_the_comment_of_a_secret_is_secret() -> None:
    """A comment of the solution is found without its code, and escaped as public checks are."""
    assert found("# la fila suma uno", ".py") == ["la fila suma uno"]
    assert found('m = "m\\xe1scara sobre la diagonal"', ".py", "# máscara sobre la diagonal") == [
        "máscara sobre la diagonal"
    ]


def test_a_secret_is_found_in_any_string_of_a_notebook() -> None:
    """A notebook's sources, outputs and metadata are all read."""
    for cell in ({"source": ["x\n", SECRET]}, {"source": "", "metadata": {"deep": [{"er": SECRET}]}}):
        assert len(found(json.dumps({"cells": [cell], "metadata": {}}), ".ipynb")) == 2
    assert len(found(json.dumps({"cells": [], "metadata": {"hidden": SECRET}}), ".ipynb")) == 2


def test_public_and_trivial_lines_do_not_count() -> None:
    """What the public part holds as well, and lines too short to tell anything, are no leaks."""
    assert found("shared_line = open('the corpus')\ny = x\n)\n", ".md", "shared_line = open('the corpus')\n)\n") == []
    assert found("assert hidden == expected", ".md", "assert hidden == expected") == ["assert hidden == expected"]


def test_the_answer_of_a_mistake_is_secret_as_it_is_built() -> None:
    """A line that a hunk makes is found, although it stands whole in no file of the lab."""
    assert found("weights = relu('scores')", ".md", mistakes=MISTAKE) == ['weights = relu("scores")']
    assert found("weights = relu('scores')", ".md") == []
