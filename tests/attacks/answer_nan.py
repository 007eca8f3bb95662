# /// attack
# tries = "Contesta NaN e infinitos por todas partes, también en los pesos"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "lost" }
# ///
# %%
class Head(Head):
    def __init__(self, n):
        super().__init__(n)
        with torch.no_grad():
            self.w.weight.fill_(float("nan"))
    def forward(self, x):
        return super().forward(x) * float("nan")
def double(x):
    return x * float("inf")
def triple(x):
    return float("nan")
