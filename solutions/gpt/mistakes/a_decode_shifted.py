"""
question = "a"
es = "itos parte en 1 y stoi en 0: decode da el carácter de al lado."
en = "itos starts at 1 and stoi at 0: decode gives the neighbouring character."
shows_es = "decode({ids}) retorna {got!r}; debe retornar {right!r}."
shows_en = "decode({ids}) returns {got!r}; it should return {right!r}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i + 1: ch for ch, i in stoi.items()} | {0: chars[-1]}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
