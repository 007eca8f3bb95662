# /// attack
# tries = "Toma memoria de a poco hasta que no haya más (por sí mismo se detiene en 6 GB)"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["out_of_memory"]
# ///
# %%
tomado = []
while len(tomado) < 6 * 64:
    tomado.append(b"x" * (16 << 20))
raise Exception("BRECHA: 6 GB tomados")
