"""
question = "a"
es = "Los índices se calculan restando un código fijo a ord, en vez de usar el lugar en el vocabulario."
en = "Indices are computed by taking a fixed code off ord, instead of using the place in the vocabulary."
shows_es = "todos tus índices son ord(c) - {shift}: «{char}» recibe {got}, y su lugar en la lista ordenada es {right}."
shows_en = "all your indices are ord(c) - {shift}: ‘{char}’ gets {got}, and its place in the sorted list is {right}."
"""

# los caracteres imprimibles parten en el espacio
stoi = {ch: ord(ch) - ord(" ") for ch in chars}
itos = {i: ch for ch, i in stoi.items()}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
