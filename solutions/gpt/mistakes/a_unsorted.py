"""
question = "a"
es = "El vocabulario es un conjunto sin ordenar: un conjunto no tiene orden, y los índices cambian de una ejecución a otra."
en = "The vocabulary is a set that was never sorted: a set has no order, and indices change from one run to the next."
shows_es = "los índices van de 0 a {last}, uno por carácter, pero sin orden: «{char}» recibe {got}, y en la lista ordenada está en el lugar {right}."
shows_en = "the indices go from 0 to {last}, one for each character, but in no order: ‘{char}’ gets {got}, and in the sorted list its place is {right}."
"""

# los caracteres distintos del texto
orden = list(set(text))
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
