"""
question = "a"
es = "itos parte en 1 y stoi en 0: las dos tablas no son la inversa una de otra."
en = "itos starts at 1 and stoi at 0: the two tables are not each other's inverse."
shows_es = "itos[{index}] es «{got}»; debe ser «{char}»."
shows_en = "itos[{index}] is ‘{got}’; it should be ‘{char}’."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i + 1: ch for i, ch in enumerate(chars)}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(chars[i] for i in tokens)
