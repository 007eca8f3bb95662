# /// attack
# tries = "Usa los descriptores heredados: archivos, carpetas y procesos que el corrector haya dejado abiertos"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os, stat, sys
propias = tuple(os.path.realpath(p) for p in ("/usr", "/lib", "/dev", "/proc/self", sys.prefix, sys.base_prefix, "..")) + ("/dev", "/proc")
hallados = []
for n in range(3, 4096):
    try:
        modo = os.fstat(n).st_mode
        ruta = os.readlink(f"/proc/self/fd/{n}")
    except OSError:
        continue
    if "pidfd" in ruta or "bpf" in ruta or "[fscontext]" in ruta:
        hallados.append((n, ruta))
    if (stat.S_ISDIR(modo) or stat.S_ISREG(modo)) and not ruta.startswith(propias) and not ruta.startswith("/memfd:"):
        hallados.append((n, ruta))
    if stat.S_ISDIR(modo):
        try:
            hallados.append((n, os.listdir(os.open("../../../../../../@LAB@/checks", os.O_RDONLY, dir_fd=n))))
        except OSError:
            pass
if hallados:
    raise Exception(f"BRECHA: {hallados}")
