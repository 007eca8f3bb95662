# /// attack
# tries = "Deja un proceso que se separa de todo, ignora las señales y escribe un archivo más tarde"
# from = "weak"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os, signal, time
lee, escribe = os.pipe()
pid = os.fork()
if pid == 0:
    os.setsid()
    if os.fork() == 0:
        for n in range(1, 32):
            try:
                signal.signal(n, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        os.closerange(0, 4096)
        fin = time.monotonic() + 120
        while time.monotonic() < fin:
            for carpeta in ("@VICTIM@", "@OUT@", "/tmp", "/var/tmp"):
                try:
                    open(f"{carpeta}/ataque-demonio", "w").close()
                except OSError:
                    pass
            time.sleep(0.5)
    os._exit(0)
