# /// attack
# tries = "La respuesta de Head es un tensor de 400 MB, y la de double una lista de millones de números"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "passed" }
# ///
# %%
class Head(Head):
    def forward(self, x):
        return torch.zeros(100_000_000)
def double(x):
    return [0.0] * 3_000_000
