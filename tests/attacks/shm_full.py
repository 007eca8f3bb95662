# /// attack
# tries = "Llena /dev/shm y deja ahí segmentos que nadie borra (por sí mismo se detiene en 3 GB)"
# from = "namespaces"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "out_of_memory", "timed_out"]
# ///
# %%
import os
escrito = 0
try:
    for n in range(48):
        with open(f"/dev/shm/ataque-{n}", "wb", 0) as f:
            for _ in range(64):
                escrito += f.write(bytes(1 << 20))
except OSError:
    pass
if escrito > 2 << 30:
    raise Exception("BRECHA: 2 GB en /dev/shm")
