# /// attack
# tries = "Llena el disco desde su carpeta, en muchos archivos (por sí mismo se detiene en 2 GB)"
# from = "namespaces"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "out_of_memory", "timed_out"]
# ///
# %%
import os
escrito = 0
for carpeta in (".", os.environ.get("TMPDIR", "."), "/tmp", "/var/tmp"):
    try:
        for n in range(32):
            with open(f"{carpeta}/ataque-lleno-{n}", "wb", 0) as f:
                for _ in range(16):
                    escrito += f.write(bytes(1 << 20))
    except OSError:
        pass
if escrito > 1 << 30:
    raise Exception(f"BRECHA: {escrito >> 20} MB en disco")
