"""
question = "a"
explanation.es = "Una clase guarda las tablas; encode y decode son sus métodos."
explanation.en = "A class keeps the tables; encode and decode are its methods."
"""

class Tokenizador:
    """Traduce entre texto e índices."""

    def __init__(self, caracteres):
        self.stoi = {c: i for i, c in enumerate(caracteres)}
        self.itos = {i: c for i, c in enumerate(caracteres)}

    def codificar(self, s):
        return [self.stoi[c] for c in s]

    def decodificar(self, tokens):
        return "".join(self.itos[i] for i in tokens)


# las funciones pedidas son los métodos
tokenizador = Tokenizador(chars)
stoi, itos = tokenizador.stoi, tokenizador.itos
encode, decode = tokenizador.codificar, tokenizador.decodificar
