"""
question = "a"
es = "zip se recorre una sola vez: después de construir stoi no le queda nada a itos."
en = "zip can be gone through only once: after stoi is built there is nothing left for itos."
shows_es = "itos está vacía: no tiene ni el índice 0."
shows_en = "itos is empty: it does not even hold the index 0."
"""

# pares de carácter e índice
pares = zip(chars, range(vocab_size))
stoi = {ch: i for ch, i in pares}
itos = {i: ch for ch, i in pares}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
