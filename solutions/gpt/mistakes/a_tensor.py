"""
question = "a"
es = "encode retorna un tensor en vez de una lista de enteros."
en = "encode returns a tensor instead of a list of integers."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en el tensor de los índices de sus caracteres."""
    return torch.tensor([stoi[c] for c in s])  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
