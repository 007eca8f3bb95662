"""
question = "a"
explanation.es = "stoi es un dict con __missing__, que levanta el error."
explanation.en = "stoi is a dict with __missing__, which raises the error."
"""

class Vocabulario(dict):
    def __missing__(self, caracter):
        raise KeyError(f"{caracter!r} no está en el vocabulario")


# de carácter a índice, y de vuelta
stoi = Vocabulario((c, i) for i, c in enumerate(chars))
itos = dict(map(reversed, stoi.items()))
encode = lambda s: [stoi[c] for c in s]
decode = lambda t: "".join(itos[i] for i in t)
