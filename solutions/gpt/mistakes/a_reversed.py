"""
question = "a"
es = "El vocabulario está ordenado al revés, así que cada carácter recibe el índice de otro."
en = "The vocabulary is sorted backwards, so each character gets the index of another one."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# la posición de cada carácter en la lista, de mayor a menor, es su índice
stoi = {ch: i for i, ch in enumerate(sorted(chars, reverse=True))}
itos = dict(enumerate(sorted(chars, reverse=True)))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
