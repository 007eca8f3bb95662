# /// attack
# tries = "Ocupa todos los procesadores con procesos e hilos que calculan mientras corrigen a los demás"
# from = "user"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import os, time
fin = time.monotonic() + 60
for _ in range(4 * (os.cpu_count() or 1)):
    try:
        if os.fork() == 0:
            os.setsid()
            while time.monotonic() < fin:
                pass
            os._exit(0)
    except OSError:
        break
