"""
question = "a"
explanation.es = "encode pasa por numpy y termina con tolist."
explanation.en = "encode goes through numpy and ends with tolist."
"""

import numpy as np

stoi = {c: i for i, c in enumerate(chars)}
itos = np.array(chars)


def encode(s):
    # tolist entrega int de Python
    return np.array([stoi[c] for c in s], dtype=np.int64).tolist()


def decode(tokens):
    return "".join(itos[i].item() for i in tokens)
