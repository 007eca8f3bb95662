"""
question = "a"
explanation.es = "Todo en español; los nombres pedidos son otros nombres de lo mismo."
explanation.en = "Everything in Spanish; the names asked for are other names of the same."
"""

caracter_a_indice = {caracter: indice for indice, caracter in enumerate(sorted(set(text)))}
indice_a_caracter = {indice: caracter for caracter, indice in caracter_a_indice.items()}


def codificar(frase):
    """Una lista con el índice de cada carácter."""
    return [caracter_a_indice[caracter] for caracter in frase]


def decodificar(indices):
    """El texto de los índices."""
    return "".join(indice_a_caracter[indice] for indice in indices)


# los nombres del enunciado
stoi, itos, encode, decode = caracter_a_indice, indice_a_caracter, codificar, decodificar
