"""
question = "a"
explanation.es = "encode recuerda textos con functools.cache y entrega una lista nueva cada vez."
explanation.en = "encode remembers texts by functools.cache and gives a new list each time."
"""

from functools import cache

stoi = {c: i for i, c in enumerate(chars)}
itos = chars[:]


@cache
def _codificar(s):
    return tuple(stoi[c] for c in s)  # una tupla, que nadie puede cambiar


def encode(s):
    return list(_codificar(s))


def decode(tokens):
    return "".join(itos[i] for i in tokens)
