"""Learns from a notebook's source what it calls the lab's sizes where it has names of its own for them."""

import ast
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from autograder.kernel_side.hyperparameters import normalized_name
from autograder.lab.declaration import Lab
from autograder.lab.recognition import usage_pattern
from autograder.source.parsing import parse_or_empty


def with_size_names(lab: Lab, sources: Sequence[str]) -> Lab:
    """Return the lab with further aliases: the names that the cells use as `[used_as]` says that a size is used.

    A name that the lab knows keeps its meaning, and one that is used as two sizes gets none.
    """
    texts = [ast.unparse(parse_or_empty(source)) for source in sources] if lab.used_as else []
    known = {normalized_name(spelling) for name in lab.aliases for spelling in lab.spellings(name)}
    aliases, learned = lab.aliases, dict[str, set[str]]()
    for name, patterns in lab.used_as.items():
        found = (usage_pattern(pattern, aliases).finditer(text) for pattern in patterns for text in texts)
        names = {match["name"] for matches in found for match in matches}
        learned[name] = {one for one in names if normalized_name(one) not in known}
        aliases = _extended(aliases, name, learned[name])
    meanings = Counter(one for names in learned.values() for one in {normalized_name(name) for name in names})
    aliases = lab.aliases
    for name, names in learned.items():
        aliases = _extended(aliases, name, {one for one in names if meanings[normalized_name(one)] == 1})
    return replace(lab, aliases=aliases)


def _extended(aliases: dict[str, tuple[str, ...]], name: str, more: set[str]) -> dict[str, tuple[str, ...]]:
    return aliases | {name: (*aliases.get(name, ()), *sorted(more))}
