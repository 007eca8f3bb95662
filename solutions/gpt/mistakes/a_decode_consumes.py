"""
question = "a"
es = "decode saca los índices de la lista que recibe, y la deja vacía a quien la llamó."
en = "decode takes the indices out of the list that it is given, and leaves the caller an empty one."
shows_es = "después de decode(tokens), tokens tiene {left} elementos; antes tenía {before}."
shows_en = "after decode(tokens), tokens has {left} elements; it had {before} before."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    texto = ""
    while tokens:
        texto += itos[tokens.pop(0)]  # de a uno, en orden
    return texto
