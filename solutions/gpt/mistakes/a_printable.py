"""
question = "a"
es = "El vocabulario son los caracteres imprimibles de Python, no los del texto."
en = "The vocabulary is Python's printable characters, not those of the text."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

import string

# todo lo que se puede escribir
orden = string.printable
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
