"""
question = "a"
es = "encode retorna los bytes UTF-8 del texto, no los índices de sus caracteres en el vocabulario."
en = "encode returns the text's UTF-8 bytes, not its characters' indices in the vocabulary."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return list(s.encode("utf-8"))


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return bytes(tokens).decode("utf-8")
