"""What known mistakes make of the vocabulary, of encode and of decode: computed in the grader alone."""

import re
import string
from collections import Counter

import numpy as np
import torch

from .vocabulary import integer, order

PROBE = " \nHola, que tal? Aa\nmm \n"  # every transformation that is known makes something else of it
FOREIGN = "a\u2603b\u00f1"  # the second and the fourth are in no vocabulary
PARTS = (100, 200, 250, 256, 300, 400, 500, 512, 1000, 1024, 2000, 2048, 3000, 4096, 5000, 10000)


def places(characters):
    """The place of each character."""
    return {c: i for i, c in enumerate(characters)}


def tables(text):
    """The indices of characters by each known mistake's name, the right ones by None."""
    right = order(text)
    yield None, places(right)
    yield "a_off_by_one", {c: i + 1 for c, i in places(right).items()}
    yield "a_order_of_appearance", places(dict.fromkeys(text))
    yield "a_reversed", places(right[::-1])
    yield "a_by_frequency", places(c for c, _ in Counter(text).most_common())
    yield "a_ignores_case_in_order", places(sorted(right, key=str.lower))
    yield "a_code_points", {c: ord(c) for c in right}
    yield "a_printable", places(string.printable)
    yield "a_position_in_text", places(text)
    yield "a_first_place_in_text", {c: text.index(c) for c in right}


def transformed(text):
    """What a known mistake takes for the text that it is given, by its name."""
    return {
        None: text,
        "a_lower_case": text.lower(),
        "a_strips": text.strip(),
        "a_backwards": text[::-1],
        "a_last_dropped": text[:-1],
        "a_no_newlines": text.replace("\n", ""),
        "a_no_blanks": text.replace(" ", ""),
        "a_each_once": "".join(dict.fromkeys(text)),
        "a_adds_end": text + "\n",
    }


def readings(ids, text, corpus):
    """The names (table, transformation) that give a text's indices, each None for what is right."""
    return [
        (table, change)
        for table, where in tables(corpus)
        for change, taken in {**transformed(text), "a_ignores_argument": corpus}.items()
        if all(c in where for c in taken) and [where[c] for c in taken] == ids
    ]


def container(value, size):
    """The name, the type and the indices of what encode returned in the place of a list of int; all None if unknown."""
    if isinstance(value, torch.Tensor):
        plain = value.ndim == 1 and not value.is_floating_point()
        return ("a_tensor", "Tensor", value.tolist()) if plain else (None, None, None)
    if isinstance(value, np.ndarray):
        return "a_array", "ndarray", [int(n) for n in re.findall(r"-?\d+", repr(value)[:200].split("]")[0])]
    if isinstance(value, str) and re.fullmatch(r"[\d\s,;-]+", value):
        return "a_joined", "str", [int(n) for n in re.findall(r"\d+", value)]
    if isinstance(value, tuple) and all(type(i) is int for i in value):
        return "a_tuple", "tuple", list(value)
    return _items(value, size) if isinstance(value, list) and value else (None, None, None)


def _items(value, size):
    """The same for a list of something else."""
    if all(integer(i) is not None for i in value):
        return None, "list[int]", [integer(i) for i in value]
    if all(type(i) is float and i == int(i) for i in value):
        return "a_floats", "list[float]", [int(i) for i in value]
    if all(isinstance(i, str) and i.isdecimal() for i in value):
        return "a_texts", "list[str]", [int(i) for i in value]
    if all(isinstance(i, torch.Tensor) and i.numel() == 1 for i in value):
        return "a_list_of_tensors", "list[Tensor]", [int(i.item()) for i in value]
    if all(isinstance(i, list) and len(i) == 1 and type(i[0]) is int for i in value):
        return "a_nested", "list[list]", [i for [i] in value]
    if all(isinstance(i, list) and len(i) == size and sorted(i) == [0] * (size - 1) + [1] for i in value):
        return "a_one_hot", "list[list]", [i.index(1) for i in value]
    return None, None, None


def unknown(value, where, size):
    """The mistake that makes this of FOREIGN by a table; None where no known one does, or several do."""
    a, b = where["a"], where["b"]
    known = {
        "a_drops_unknown": [a, b],
        "a_unknown_is_zero": [a, 0, b, 0],
        "a_unknown_is_blank": [a, where[" "], b, where[" "]],
        "a_unknown_is_last": [a, size - 1, b, size - 1],
        "a_unknown_is_none": [a, None, b, None],
        "a_unknown_is_minus_one": [a, -1, b, -1],
        "a_unknown_is_new": [a, size, b, size],
        "a_unknown_grows": [a, size, b, size + 1],
        "a_unknown_ends": [a],
        "a_unknown_empty": [],
    }
    if isinstance(value, str):
        return "a_unknown_text"
    names = [name for name, ids in known.items() if value == ids]
    return names[0] if len(names) == 1 else None


def decoded(characters, ids, right):
    """What known mistakes make of the characters behind some indices, by name."""
    back = {i: c for c, i in right.items()}
    return {
        "a_decode_list": list(characters),
        "a_decode_spaces": " ".join(characters),
        "a_decode_lines": "\n".join(characters),
        "a_decode_strips": "".join(characters).strip(),
        "a_decode_reversed": "".join(characters)[::-1],
        "a_decode_prints": None,
        "a_decode_str": str(list(characters)),
        "a_decode_first": characters[0],
        "a_decode_last_dropped": "".join(characters)[:-1],
        "a_decode_sorts": "".join(back[i] for i in sorted(ids)),
        "a_decode_shifted": "".join(back.get((i - 1) % len(back), "") for i in ids),
    }
