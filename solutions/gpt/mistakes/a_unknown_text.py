"""
question = "a"
es = "encode retorna un mensaje cuando encuentra un carácter desconocido, en vez de levantar un error."
en = "encode returns a message where it meets an unknown character, instead of raising an error."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    if any(c not in stoi for c in s):
        return "Error: carácter desconocido"
    return [stoi[c] for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
