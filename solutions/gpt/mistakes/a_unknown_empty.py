"""
question = "a"
es = "encode retorna una lista vacía cuando encuentra un carácter que no está en el vocabulario, en vez de un error."
en = "encode returns an empty list where it meets a character outside the vocabulary, instead of an error."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    try:
        return [stoi[c] for c in s]
    except KeyError:
        return []  # no se puede codificar


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
