"""
question = "a"
es = "decode aplica str a la lista de caracteres: retorna el texto de la lista, con corchetes y comas."
en = "decode applies str to the list of characters: it returns the list's text, with brackets and commas."
shows_es = "decode({ids}) retorna {got!r}; debe retornar {right!r}."
shows_en = "decode({ids}) returns {got!r}; it should return {right!r}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return str([itos[i] for i in tokens])
