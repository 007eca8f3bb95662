"""
question = "a"
explanation.es = "decode acepta también tensores, y encode revisa su argumento."
explanation.en = "decode takes tensors too, and encode checks its argument."
"""

stoi = {c: i for i, c in enumerate(chars)}
itos = {i: c for c, i in stoi.items()}


def encode(s):
    assert isinstance(s, str), "se espera un texto"
    faltan = set(s) - set(stoi)
    # un carácter desconocido no puede pasar
    assert not faltan, f"fuera del vocabulario: {faltan}"
    return [stoi[c] for c in s]


def decode(tokens):
    if torch.is_tensor(tokens):
        tokens = tokens.flatten().tolist()
    return "".join(itos[int(t)] for t in tokens)
