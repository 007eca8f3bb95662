"""
question = "a"
es = "El vocabulario se ordenó sin distinguir mayúsculas de minúsculas, y así el orden es otro."
en = "The vocabulary was sorted without telling capitals from small letters, which gives another order."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# el orden del diccionario: A, a, B, b, ...
orden = sorted(chars, key=str.lower)
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
