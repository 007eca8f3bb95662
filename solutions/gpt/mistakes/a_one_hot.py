"""
question = "a"
es = "encode retorna un vector one-hot por carácter en vez de su índice."
en = "encode returns a one-hot vector for each character instead of its index."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [[int(stoi[c] == i) for i in range(vocab_size)] for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
