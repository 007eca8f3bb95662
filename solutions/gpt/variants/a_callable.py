"""
question = "a"
explanation.es = "encode y decode son objetos que se llaman."
explanation.en = "encode and decode are objects that are called."
"""

class Traductor:
    def __init__(self, tabla, juntar):
        self.tabla, self.juntar = tabla, juntar

    def __call__(self, cosas):
        return self.juntar([self.tabla[x] for x in cosas])


stoi = dict(zip(chars, range(len(chars))))
itos = dict(zip(range(len(chars)), chars))
# de texto a lista, y de lista a texto
encode = Traductor(stoi, list)
decode = Traductor(itos, "".join)
