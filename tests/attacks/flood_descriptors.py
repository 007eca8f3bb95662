# /// attack
# tries = "Escribe gigabytes en los descriptores 1 y 2, por debajo de Python"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "output_flood", "timed_out"]
# ///
# %%
import os, time
fin = time.monotonic() + 1
bloque = b"ataque\n" * 100_000
while time.monotonic() < fin:
    for n in (1, 2):
        try:
            os.write(n, bloque)
        except OSError:
            pass
