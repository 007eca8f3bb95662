"""
question = "a"
es = "Los nombres están cambiados: stoi va de índice a carácter e itos de carácter a índice."
en = "The names are exchanged: stoi goes from index to character and itos from character to index."
shows_es = "stoi[{index}] es «{char}», e itos de «{char}» es {index}."
shows_en = "stoi[{index}] is ‘{char}’, and itos of ‘{char}’ is {index}."
"""

# las dos direcciones
itos = {ch: i for i, ch in enumerate(chars)}
stoi = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [itos[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(stoi[i] for i in tokens)
