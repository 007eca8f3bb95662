"""
question = "a"
es = "encode pone cada índice en una lista propia: retorna una lista de listas."
en = "encode puts each index into a list of its own: it returns a list of lists."
shows_es = "encode({text!r}) retorna {type}, no una lista de int."
shows_en = "encode({text!r}) returns {type}, not a list of int."
"""

# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [[stoi[c]] for c in s]


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i[0] if isinstance(i, list) else i] for i in tokens)
