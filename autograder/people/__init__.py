"""Who somebody is: names, numbers, the course's list, and matching one to the other.

- `person`: a person
- `rut`: Chilean national ids
- `names`: names in any order and spelling
- `identity`: what a notebook says of its author
- `identifiers`: the ids of a person
- `roster`: the course's list
- `matching`: when two descriptions are one person's, and submissions to people
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
