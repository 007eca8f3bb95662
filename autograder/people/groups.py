"""Reads the group that a list of the course, or the name of a folder or file, puts somebody in."""

import re

from autograder.people.names import folded

GROUP = re.compile(r"(?i)(?<![^\W_])(?:grupo|group|equipo|team)[\s_#-]{0,3}(\d{1,3}|[a-z])(?![^\W_])")
LARGEST_TEAM = 8  # people; a group of more is a section


def group_key(text: str) -> str:
    """Return a group's number or name as it is compared: "Grupo 07" and "7" are one."""
    return re.sub(r"^g?0*(?=\d)", "", folded(re.sub(r"(?i)gr(?:upo|oup)|equipo|team", " ", text)))
