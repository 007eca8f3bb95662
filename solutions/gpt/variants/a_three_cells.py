"""
question = "a"
explanation.es = "Las tablas, encode y decode están en tres celdas."
explanation.en = "The tables, encode and decode are in three cells."
"""

# las tablas
stoi, itos = {}, {}
for i, c in enumerate(chars):
    stoi[c] = i
    itos[i] = c

# %%
def encode(s):
    """De texto a índices."""
    return [stoi[c] for c in s]  # falla con KeyError

# %%
def decode(tokens):
    """De índices a texto."""
    return "".join(itos[t] for t in tokens)
