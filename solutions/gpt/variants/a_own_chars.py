"""
question = "a"
explanation.es = "La celda vuelve a construir el vocabulario desde el texto."
explanation.en = "The cell builds the vocabulary from the text once more."
"""

# el vocabulario, otra vez, desde el texto
chars = sorted(list(set(text)))
vocab_size = len(chars)
stoi, itos = {}, {}
for i, ch in enumerate(chars):
    stoi[ch], itos[i] = i, ch


def encode(s):
    return [stoi[ch] for ch in s]


def decode(indices):
    return "".join(itos[int(i)] for i in indices)
