"""
question = "a"
es = "encode retorna números de punto flotante: con ellos no se puede indexar."
en = "encode returns floating-point numbers: one cannot index with them."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [float(stoi[c]) for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[int(i)] for i in tokens)
