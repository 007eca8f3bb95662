"""Defines a student of the course."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Person:
    """Describes a student as the roster or the course site does; a field that is not known is an empty text.

    `id` is the number by which the course site or the university identifies its students.
    """

    id: str = ""
    name: str = ""
    rut: str = ""
    email: str = ""
    section: str = ""


NOBODY = Person()
