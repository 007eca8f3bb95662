# /// attack
# tries = "Contesta con arreglos de numpy: con los bytes al revés, de objetos, de estructuras"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "lost" }
# ///
# %%
import numpy as np
class Head(Head):
    def forward(self, x):
        return super().forward(x).detach().numpy().astype(">f4")
def double(x):
    return np.array([[object()] * 4] * 3)
def triple(x):
    return np.zeros(3, dtype=[("a", "f4"), ("b", "O")])
