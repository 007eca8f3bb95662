"""
question = "a"
es = "El vocabulario sale solo del comienzo del texto: a los caracteres que aparecen después les falta índice, y los demás quedan corridos."
en = "The vocabulary comes from the beginning of the text alone: characters that occur later have no index, and the others are shifted."
shows_es = "tus índices son los de un vocabulario que sale del comienzo del texto: «{char}» recibe {got} y debe recibir {right}."
shows_en = "your indices are those of a vocabulary that comes from the text's beginning: ‘{char}’ gets {got} and should get {right}."
"""

# basta el comienzo para conocer los caracteres
orden = sorted(set(text[:1000]))
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
