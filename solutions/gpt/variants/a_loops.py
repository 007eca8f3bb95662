"""
question = "a"
explanation.es = "Todo se construye con ciclos for, y decode concatena."
explanation.en = "Everything is built with for loops, and decode concatenates."
"""

stoi = {}
itos = {}
i = 0
# recorremos el vocabulario y guardamos ambas direcciones
for c in chars:
    stoi[c] = i
    itos[i] = c
    i += 1


def encode(texto):
    resultado = []
    for c in texto:
        resultado.append(stoi[c])  # índice de cada carácter
    return resultado


def decode(numeros):
    resultado = ""
    for n_ in numeros:
        resultado = resultado + itos[n_]
    return resultado
