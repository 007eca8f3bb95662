"""
question = "a"
explanation.es = "itos es una tupla, y decode usa map."
explanation.en = "itos is a tuple, and decode uses map."
"""

itos = tuple(chars)
stoi = {c: i for i, c in enumerate(itos)}


def encode(s):
    # map da un iterador: falta la lista
    return list(map(lambda c: stoi[c], s))


def decode(tokens):
    return "".join(map(lambda i: itos[i], tokens))
