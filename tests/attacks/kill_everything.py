# /// attack
# tries = "Mata todo lo que alcanza: kill(-1), su grupo, su padre y cada número de proceso"
# from = "namespaces"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "killed", "timed_out"]
# ///
# %%
import os, signal
try:
    vistos = [open(f"/proc/{n}/cmdline", "rb").read() for n in os.listdir("/proc") if n.isdigit()]
except OSError:
    vistos = []
if not vistos:
    raise Exception("sin /proc no se sabe si matar es inofensivo")
if any(b"pytest" in v or b"attacks/la" b"b" in v for v in vistos):  # no se mata nada fuera de un encierro
    raise Exception("BRECHA: se ven los procesos de la máquina")
else:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    for numero in (signal.SIGSTOP, signal.SIGKILL):
        for pid in (-1, 1, *range(2, 400)):
            if pid != os.getpid():
                try:
                    os.kill(pid, numero)
                except OSError:
                    pass
