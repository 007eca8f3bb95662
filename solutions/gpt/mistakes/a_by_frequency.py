"""
question = "a"
es = "Los índices siguen la frecuencia de los caracteres en el texto, no su lugar en la lista ordenada."
en = "The indices follow how often characters occur in the text, not their places in the sorted list."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

from collections import Counter

# primero los caracteres más comunes
orden = [ch for ch, _ in Counter(text).most_common()]
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
