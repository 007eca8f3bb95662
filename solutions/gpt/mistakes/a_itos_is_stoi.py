"""
question = "a"
es = "itos es la misma tabla que stoi, de carácter a índice: no se puede volver de un índice a su carácter."
en = "itos is the same table as stoi, from character to index: there is no way back from an index to its character."
shows_es = "itos de «{char}» es {index}: itos es stoi."
shows_en = "itos of ‘{char}’ is {index}: itos is stoi."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = stoi


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(chars[i] for i in tokens)
