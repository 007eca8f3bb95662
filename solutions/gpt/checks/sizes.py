"""The sizes at which classes are judged.

None equals another one, nor a quotient or a multiple of two: a global that happens to fit cannot pass for right. The
dropout is not its own complement either.
"""

C = 26
N_HEAD = 2
N_LAYER = 3
T_MAX = 9
V = 23

SIZES = {
    "n_embd": C,
    "n_head": N_HEAD,
    "n_layer": N_LAYER,
    "block_size": T_MAX,
    "vocab_size": V,
    "dropout": 0.4,
    "device": "cpu",
}
