"""
question = "a"
es = "encode pasa el texto a minúsculas, y las mayúsculas se pierden."
en = "encode turns the text into lower case, and capitals are lost."
shows_es = "encode({text!r}) retorna {got}; debe retornar {right}."
shows_en = "encode({text!r}) returns {got}; it should return {right}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s.lower()]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
