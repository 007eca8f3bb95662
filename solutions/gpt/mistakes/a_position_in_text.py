"""
question = "a"
es = "El índice de un carácter es un lugar del texto donde aparece, y no su lugar en el vocabulario."
en = "A character's index is a place in the text where it occurs, and not its place in the vocabulary."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# cada carácter con su posición
stoi = {ch: i for i, ch in enumerate(text)}
itos = dict(enumerate(text))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
