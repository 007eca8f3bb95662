# /// attack
# tries = "Toma memoria sin fin dentro de Net.forward"
# from = "user"
# expected = { a = "passed", b = "lost", c = "lost", d = "passed" }
# ///
# %%
class Net(Net):
    def forward(self, x):
        tomado = []
        while len(tomado) < 6 * 64:
            tomado.append(bytearray(b"x") * (16 << 20))
        raise Exception("BRECHA: 6 GB tomados")
