"""
question = "a"
es = "encode da -1 a todo carácter que no está en el vocabulario: con ese índice, itos puede dar el último carácter."
en = "encode gives -1 to every character outside the vocabulary: with that index, itos may give the last character."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
"""

# la posición de cada carácter en la lista ordenada es su índice
vocabulario = "".join(chars)
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [vocabulario.find(c) for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
