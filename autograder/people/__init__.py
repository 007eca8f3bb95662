"""Identifies people: names, ids, the roster of the course, and which submission is whose.

- `person`: a student
- `rut`: Chilean national ids
- `names`: names in any order and spelling
- `identity`: what a notebook says of its author
- `identifiers`: identifiers by which the gradebook recognises a student
- `roster`: the list of the course's students
- `matching`: whether two descriptions are of one person, and who handed in which submission
"""

__all__ = [
    "identifiers",
    "identity",
    "matching",
    "names",
    "person",
    "roster",
    "rut",
]
