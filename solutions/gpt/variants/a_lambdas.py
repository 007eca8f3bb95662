"""
question = "a"
explanation.es = "encode y decode son funciones lambda, como en muchas clases."
explanation.en = "encode and decode are lambdas, as in many a lecture."
"""

stoi = {ch: i for i, ch in enumerate(chars)}
itos = {i: ch for i, ch in enumerate(chars)}
encode = lambda s: [stoi[c] for c in s]  # texto a lista de enteros
decode = lambda l: "".join([itos[i] for i in l])  # lista de enteros a texto
