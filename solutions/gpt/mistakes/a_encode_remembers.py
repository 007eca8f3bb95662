"""
question = "a"
es = "La lista por defecto de encode se crea una sola vez: cada llamada agrega a la de las anteriores."
en = "encode's default list is made only once: each call adds to that of the earlier ones."
shows_es = "al llamar encode por segunda vez, la lista empieza con la de la primera: {got}."
shows_en = "when encode is called a second time, the list starts with that of the first: {got}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s, indices=[]):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    for c in s:
        indices.append(stoi[c])  # un carácter desconocido levanta KeyError
    return indices


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
