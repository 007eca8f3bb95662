"""
question = "a"
es = "Los índices siguen el orden en que los caracteres aparecen en el texto, no el de la lista ordenada."
en = "The indices follow the order in which characters appear in the text, not that of the sorted list."
shows_es = "«{char}» recibe el índice {got}; en la lista ordenada está en el lugar {right}."
shows_en = "‘{char}’ gets the index {got}; in the sorted list its place is {right}."
"""

# cada carácter recibe un índice cuando aparece por primera vez
stoi = {ch: i for i, ch in enumerate(dict.fromkeys(text))}
itos = {i: ch for ch, i in stoi.items()}


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)
