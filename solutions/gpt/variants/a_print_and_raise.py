"""
question = "a"
explanation.es = "encode imprime el carácter desconocido y vuelve a levantar el error."
explanation.en = "encode prints the unknown character and raises the error again."
"""

stoi = {c: i for i, c in enumerate(chars)}
itos = {i: c for i, c in enumerate(chars)}


def encode(s):
    salida = []
    for c in s:
        try:
            salida.append(stoi[c])
        except KeyError:
            print("no conozco", c)
            raise  # que no pase en silencio
    return salida


def decode(tokens):
    return "".join(itos[i] for i in tokens)
