"""Laws of our own faults."""

import pickle

import pytest

from autograder import errors
from autograder.errors import AutograderError, LabError

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_one_of_ours(kind):
    """One except clause catches every fault that a person can mend."""
    assert issubclass(kind, AutograderError)


def test_a_fault_speaks_every_language():
    """A fault names its values in the language asked for, in English as `str`, and in English for an unknown one."""
    fault = LabError("lab.no_file", folder="aquí")
    assert "No hay laboratorio en aquí" in fault.render("es")
    assert "No lab in aquí" in fault.render("en")
    assert str(fault) == fault.render("en") == fault.render("tlh")


def test_a_value_may_go_by_any_name():
    """A placeholder may be called as an argument of ours is."""
    assert LabError("lab.bad_key", path="p", key="k", value="v", fault="f").render("en") == "p: 'k' is 'v': f."


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_crosses_processes(kind):
    """A fault raised in a process of a pool arrives in the one that waits for it as it was raised."""
    fault = kind("lab.no_file", folder="here", fault=LabError("lab.no_file", folder="there"))
    arrived = pickle.loads(pickle.dumps(fault))
    assert type(arrived) is kind
    assert (arrived.key, str(arrived), str(arrived.values["fault"])) == (
        fault.key,
        str(fault),
        str(fault.values["fault"]),
    )


def test_a_fault_crosses_with_whatever_caused_it():
    """An exception that cannot be pickled, among a fault's values, arrives as its text."""

    class Strange(Exception):
        """No other process knows it."""

    arrived = pickle.loads(pickle.dumps(LabError("lab.bad_key", path="p", key="k", value="v", fault=Strange("why"))))
    assert str(arrived) == "p: 'k' is 'v': why."
