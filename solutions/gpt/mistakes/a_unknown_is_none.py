"""
question = "a"
es = "encode pone None en el lugar de todo carácter que no está en el vocabulario, en vez de un error."
en = "encode puts None in the place of every character outside the vocabulary, instead of an error."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return list(map(stoi.get, s))


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
