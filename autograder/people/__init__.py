"""Identifies people: names, ids, the roster of the course, and which submission is whose.

- `person`: a student
- `rut`: Chilean national ids
- `names`: names in any order and spelling
- `names_in_text`: whether a file's name with words of a person's name means that person
- `written_name`: tidies a name as somebody wrote it into a notebook
- `author_names`: finds the names of a notebook's authors
- `identity`: what a notebook says of its author
- `identifiers`: identifiers by which the gradebook recognises a student
- `roster`: the list of the course's students
- `roster_table`: the rows of that list in any kind of file
- `roster_columns`: which of its columns holds what
- `groups`: the groups that people work in
- `conflicts`: contradictions about whose a submission is
- `matching`: whether two descriptions are of one person, and who handed in which submission
"""

__all__ = [
    "author_names",
    "conflicts",
    "groups",
    "identifiers",
    "identity",
    "matching",
    "names",
    "names_in_text",
    "person",
    "roster",
    "roster_columns",
    "roster_table",
    "rut",
    "written_name",
]
