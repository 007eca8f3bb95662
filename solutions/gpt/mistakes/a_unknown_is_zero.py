"""
question = "a"
es = "encode da el índice 0 a todo carácter que no está en el vocabulario, como si fuera el primero."
en = "encode gives the index 0 to every character outside the vocabulary, as if it were the first one."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi.get(c, 0) for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
