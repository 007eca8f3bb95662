"""
question = "a"
es = "decode agrega a una variable global que nunca se vacía: cada texto lleva delante los anteriores."
en = "decode adds to a global variable that is never emptied: each text is preceded by the earlier ones."
shows_es = "al llamar decode por segunda vez, el resultado empieza con el de la primera: {got!r}."
shows_en = "when decode is called a second time, the result starts with that of the first: {got!r}."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))
salida = []


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    for i in tokens:
        salida.append(itos[i])
    return "".join(salida)
