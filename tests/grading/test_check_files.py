"""Laws of the files of checks: what is wrong with one is said in one line that names it."""

import pytest

from autograder.errors import LabError
from autograder.grading import check_files, check_runner
from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for

PASSES = """
from autograder.checks import points

@points(1.0)
def test_it(student):
    assert True
"""


@pytest.fixture(scope="module")
def read(written, tiny, here):
    """Lets a lab's checks judge a small notebook."""
    with open_submission(written("x = 1"), tiny(), shelf_for(tiny()), here) as opened:
        yield lambda lab: check_runner.run(opened.student, lab, shelf_for(lab))


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"test_a_x": "from . import helper", "helper": "\ndef f(:"}, r"helper\.py, line 2: no valid Python: "),
        ({"test_a_x": "from . import helper", "helper": "\n1 / 0"}, r"helper\.py, line 2: .*ZeroDivisionError"),
        ({"test_a_x": PASSES, "conftest": "\ndef f(:"}, r"conftest\.py, line 2: no valid Python: "),
        ({"test_a_x": PASSES, "conftest": "1 / 0"}, r"checks cannot be read: ZeroDivisionError: division by zero"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tiny, read, files, said):
    """Whatever is wrong with a file of checks, or one that it imports, the error says where and what, in one line."""
    with pytest.raises(LabError, match=said) as error:
        read(tiny(**files))
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "holds no file named"),
        ({"conftest": ""}, "holds no file named"),
        ({"test_a_x": PASSES, "test_z_y": PASSES}, r"test_z_y\.py judges question 'z'.*the lab has a"),
        ({"test_a_x": PASSES, "test_b": PASSES}, r"test_b\.py: a file of hidden checks is named"),
    ],
)
def test_a_file_that_belongs_to_no_question_is_named(tiny, files, said):
    """A folder without checks, and a file that is named for no question of the lab, are errors that say so."""
    with pytest.raises(LabError, match=said):
        check_files.expect_well_named(tiny(**files))


def test_a_folder_that_is_not_there_is_named(tiny):
    """A lab whose folder of checks is not there is told which folder was looked for."""
    lab = tiny()
    lab.checks.rmdir()
    with pytest.raises(LabError, match=r"no folder of hidden checks .*checks"):
        check_files.expect_well_named(lab)


def test_an_id_fits_into_the_name_of_a_file(tiny):
    """A question whose id holds an underscore is refused when lab.toml is read, for no file could be named for it."""
    with pytest.raises(LabError, match=r"'a_b': an id must not hold '_'"):
        tiny({"a_b": 1.0})
