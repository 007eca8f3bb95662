"""
question = "a"
es = "encode retorna el objeto de map y no la lista: falta list()."
en = "encode returns the object of map and not the list: list() is missing."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
named = "a_generator"
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return map(stoi.__getitem__, s)


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
