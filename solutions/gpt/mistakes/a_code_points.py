"""
question = "a"
es = "Los índices son los códigos Unicode de los caracteres (ord), no sus lugares en el vocabulario."
en = "The indices are the characters' Unicode code points (ord), not their places in the vocabulary."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# cada carácter ya tiene un número
stoi = {ch: ord(ch) for ch in chars}
itos = {ord(ch): ch for ch in chars}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
