# /// attack
# tries = "Pide 50 GB de una vez, con Python, con torch y con mmap"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "out_of_memory"]
# ///
# %%
import mmap, torch
tomado = []
for pedir in (lambda: bytearray(50 << 30), lambda: torch.empty(50 << 30, dtype=torch.uint8), lambda: mmap.mmap(-1, 50 << 30)):
    try:
        tomado.append(pedir())
    except (MemoryError, RuntimeError, OSError):
        pass
for bloque in tomado:  # recién al escribir se toma: aquí, 3 GB y no más, por si nadie lo impide
    for n in range(0, 3 << 30, 4096):
        bloque[n] = 1
    raise Exception("BRECHA: 3 GB tomados")
