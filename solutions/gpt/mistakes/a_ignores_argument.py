"""
question = "a"
es = "encode recorre la variable global text y no el texto que recibe."
en = "encode goes through the global variable text and not through the text that it is given."
shows_es = "encode({text!r}) retorna {got}; debe retornar {right}."
shows_en = "encode({text!r}) returns {got}; it should return {right}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in text]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
