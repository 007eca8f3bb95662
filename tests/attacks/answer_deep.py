# /// attack
# tries = "Contesta con listas anidadas sin fin, con ciclos, y con claves que no pueden serlo"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "lost" }
# ///
# %%
class Head(Head):
    def forward(self, x):
        hondo = []
        hondo.append(hondo)
        return hondo
def double(x):
    hondo = []
    for _ in range(100_000):
        hondo = [hondo]
    return hondo
def triple(x):
    return {(1, (2, (3,))): x, float("nan"): x, None: {True: 1, 1: 2}}
