"""
question = "a"
explanation.es = "itos es la lista misma de caracteres y no un diccionario."
explanation.en = "itos is the list of characters itself and not a dictionary."
"""

# en una lista, la posición ya es el índice
itos = chars
stoi = {c: itos.index(c) for c in itos}


def encode(s):
    return [stoi[c] for c in s]


def decode(tokens):
    return "".join([itos[i] for i in tokens])
