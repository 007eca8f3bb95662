# /// attack
# tries = "Crea archivos vacíos hasta que se acabe el tiempo o los inodos"
# from = "namespaces"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "out_of_memory"]
# ///
# %%
import os, time
fin = time.monotonic() + 1
os.mkdir("muchos")
n = 0
try:
    while n < 1_000_000 and time.monotonic() < fin:
        os.close(os.open(f"muchos/{n}", os.O_CREAT | os.O_WRONLY))
        n += 1
except OSError:
    pass
