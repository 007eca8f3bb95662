"""Laws of what a folder's name tells."""

import pytest

from autograder.intake.student_files import person_from_name
from autograder.people.person import Person


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana Soto", Person(name="Ana Soto")),
        ("Ñandú_José, O'Higgins", Person(name="Ñandú José, O'Higgins")),
        ("20668440-2", Person(rut="20668440-2")),
        ("20.668.440-2", Person(rut="20668440-2")),
        ("206684402", Person(rut="20668440-2")),
        ("Ana Soto 20.668.440-2", Person(name="Ana Soto", rut="20668440-2")),
        ("123456", Person(id="123456")),
        ("Soto_Ana_12345", Person(id="12345", name="Soto Ana")),
        ("ana.soto@example.org", Person(email="ana.soto@example.org")),
        ("Ana Soto (1)", Person(name="Ana Soto")),
        ("20668440-3", Person(name="20668440-3")),
        ("🦊", Person(name="🦊")),
    ],
)
def test_a_name_tells_somebody(text, person):
    """A folder's name is an e-mail, a RUT, a number or a name, or some of them; a wrong RUT is none."""
    assert person_from_name(text) == person
