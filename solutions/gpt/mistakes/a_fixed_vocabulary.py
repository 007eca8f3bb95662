"""
question = "a"
es = "El vocabulario está escrito a mano para un texto: con el otro texto los índices no corresponden."
en = "The vocabulary is written out for one text: with the other text the indices do not fit."
shows_es = "con cabromagico, «{char}» sigue recibiendo {got}, que es su índice en shakespeare; debe ser {right}."
shows_en = "with cabromagico, ‘{char}’ still gets {got}, its index in shakespeare; it should be {right}."
"""

# los 65 caracteres de shakespeare
orden = "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
stoi = {ch: i for i, ch in enumerate(orden)}
itos = dict(enumerate(orden))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
