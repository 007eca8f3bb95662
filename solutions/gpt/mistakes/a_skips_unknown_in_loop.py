"""
question = "a"
es = "encode se salta en un ciclo los caracteres que no están en el vocabulario, sin avisar."
en = "encode skips characters outside the vocabulary in a loop, without a word."
shows_es = "encode({text!r}) retorna {got} en vez de un error."
shows_en = "encode({text!r}) returns {got} instead of an error."
named = "a_drops_unknown"
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    indices = []
    for c in s:
        i = stoi.get(c)
        if i is not None:  # solo los conocidos
            indices.append(i)
    return indices


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
