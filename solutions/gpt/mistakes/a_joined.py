"""
question = "a"
es = "encode retorna los índices pegados en un texto en vez de una lista de enteros."
en = "encode returns the indices joined in a text instead of a list of integers."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return " ".join(str(stoi[c]) for c in s)


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
