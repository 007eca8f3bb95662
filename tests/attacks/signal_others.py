# /// attack
# tries = "Prueba si puede mandar señales al corrector, al proceso tibio, al monitor y a los demás procesos"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# landlock = 6
# bites = true
# ///
# %%
import os
yo, grupo = os.getpid(), os.getpgid(0)
for pid in (os.getppid(), *range(max(2, yo - 3000), yo + 50)):
    if pid in (0, yo):
        continue
    try:
        if os.getpgid(pid) == grupo:
            continue
        os.kill(pid, 0)
    except OSError:
        continue
    if pid > 30 or os.getppid() > 1:
        raise Exception(f"BRECHA: se puede mandar una señal al proceso {pid}")
