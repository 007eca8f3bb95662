# /// attack
# tries = "Reparte la memoria que toma entre 8 hijos, cada uno bajo el tope de un proceso"
# from = "namespaces+cgroup"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "out_of_memory", "killed", "timed_out"]
# ///
# %%
import mmap, os, time
hijos = []
lee, escribe = os.pipe()
for _ in range(8):
    pid = os.fork()
    if pid == 0:
        bloques = []
        try:
            for _ in range(12):
                m = mmap.mmap(-1, 64 << 20)
                for n in range(0, 64 << 20, 4096):
                    m[n] = 1
                bloques.append(m)
            os.write(escribe, b"x")
            time.sleep(60)
        finally:
            os._exit(0)
    hijos.append(pid)
os.close(escribe)
time.sleep(1)
os.set_blocking(lee, False)
try:
    enteros = len(os.read(lee, 100))
except BlockingIOError:
    enteros = 0
if enteros == 8:
    raise Exception("BRECHA: 6 GB entre 8 hijos")
