"""
question = "a"
explanation.es = "encode busca cada carácter en la lista con index, que levanta ValueError."
explanation.en = "encode looks each character up in the list by index, which raises ValueError."
"""

stoi = {c: chars.index(c) for c in chars}
itos = {chars.index(c): c for c in chars}


def encode(s):
    # index da un error si el carácter no está
    return [chars.index(c) for c in s]


def decode(tokens):
    return "".join([chars[t] for t in tokens])
