# /// attack
# tries = "Los pesos dicen que se cargaron y no se cargaron: copy_, named_parameters y state_dict mienten"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
class Fijo(nn.Parameter):
    def copy_(self, *a, **k):
        return self
class Head(Head):
    def __init__(self, n):
        super().__init__(n)
        self.w._parameters["weight"] = Fijo(torch.zeros(n, 8))
    def forward(self, x):
        return torch.zeros(x.shape[0], self.w.out_features)
    def named_parameters(self, *a, **k):
        return [("w.weight", self.w.weight)]
