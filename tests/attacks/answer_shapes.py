# /// attack
# tries = "Head contesta con otras formas: vacías, de más dimensiones, expandidas a terabytes"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "passed" }
# ///
# %%
formas = [lambda y: y.new_zeros(0), lambda y: y[None, None], lambda y: y.T, lambda y: y[:, :1].expand(4, 1 << 40), lambda y: y.sum(), lambda y: (y, y), lambda y: None]
class Head(Head):
    veces = 0
    def forward(self, x):
        Head.veces += 1
        return formas[Head.veces % len(formas)](super().forward(x))
def double(x):
    return x[:1, :1].expand(1 << 20, 1 << 30)
