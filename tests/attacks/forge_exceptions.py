# /// attack
# tries = "Lanza las excepciones de la corrección y de pytest: saltar, aprobar, interrumpir, salir"
# from = "none"
# expected = { a = "lost", b = "lost", c = "lost", d = "lost" }
# ///
# %%
def con_nombre(nombre, base=Exception):
    return type(nombre, (base,), {})
class Head(Head):
    veces = 0
    def forward(self, x):
        raise con_nombre("Skipped", BaseException)("passed")
class Net(Net):
    def forward(self, x):
        raise con_nombre("Undecided")("manual")
def double(x):
    raise con_nombre("MalformedReply")("")
def triple(x):
    raise KeyboardInterrupt
