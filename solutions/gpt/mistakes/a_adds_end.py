"""
question = "a"
es = "encode agrega al final un símbolo que no está en el texto."
en = "encode adds a token at the end that is not in the text."
shows_es = "encode({text!r}) retorna {got}; debe retornar {right}."
shows_en = "encode({text!r}) returns {got}; it should return {right}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s + "\n"]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
