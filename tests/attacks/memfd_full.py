# /// attack
# tries = "Guarda gigabytes en memfd, que no cuentan como memoria del proceso ni como disco (se detiene en 3 GB)"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "out_of_memory", "timed_out"]
# ///
# %%
import os
escrito = 0
descriptores = []
try:
    for n in range(48):
        descriptores.append(os.memfd_create(f"ataque-{n}"))
        for _ in range(64):
            escrito += os.write(descriptores[-1], bytes(1 << 20))
except OSError:
    pass
if escrito > 2 << 30:
    raise Exception("BRECHA: 2 GB en memfd")
