"""
question = "a"
es = "encode descarta en silencio los caracteres que no están en el vocabulario."
en = "encode silently drops the characters that are not in the vocabulary."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s if c in stoi]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
