"""
question = "a"
explanation.es = "itos es el texto con todos los caracteres del vocabulario."
explanation.en = "itos is the text of all characters of the vocabulary."
"""

itos = "".join(chars)  # el carácter i está en la posición i
stoi = {c: itos.index(c) for c in itos}


def encode(s):
    return [stoi[c] for c in s]


def decode(l):
    return "".join(itos[i] for i in l)
