"""
question = "a"
es = "encode se detiene en silencio en el primer carácter que no está en el vocabulario, y pierde el resto."
en = "encode silently stops at the first character outside the vocabulary, and loses the rest."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    indices = []
    try:
        for c in s:
            indices.append(stoi[c])
    except KeyError:
        print("carácter desconocido:", c)
    return indices


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
