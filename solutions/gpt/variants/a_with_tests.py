"""
question = "a"
explanation.es = "La celda imprime y comprueba sus propios ejemplos."
explanation.en = "The cell prints and checks examples of its own."
"""

stoi = {c: i for i, c in enumerate(chars)}
itos = {i: c for i, c in enumerate(chars)}


def encode(s):
    return [stoi[c] for c in s]


def decode(tokens):
    return "".join([itos[i] for i in tokens])


# mis pruebas
print(stoi)
print(encode("hola"), decode(encode("hola")))
assert len(stoi) == 65, "con shakespeare son 65"
assert encode("hii there") == [46, 47, 47, 1, 58, 46, 43, 56, 43]
