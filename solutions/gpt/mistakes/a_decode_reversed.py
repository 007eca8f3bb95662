"""
question = "a"
es = "decode antepone cada carácter en vez de agregarlo al final: el texto sale al revés."
en = "decode puts each character in front instead of at the end: the text comes out in reverse."
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
    texto = ""
    for i in tokens:
        texto = itos[i] + texto  # carácter a carácter
    return texto
