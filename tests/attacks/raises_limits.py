# /// attack
# tries = "Sube sus propios límites y su prioridad: rlimits, nice, tiempo real, oom_score_adj"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os, resource
logrado = []
for nombre in dir(resource):
    if nombre.startswith("RLIMIT_"):
        cual = getattr(resource, nombre)
        try:
            blando, duro = resource.getrlimit(cual)
            if duro != resource.RLIM_INFINITY:
                resource.setrlimit(cual, (blando, duro + 1))
                logrado.append(nombre)
        except (OSError, ValueError):
            pass
try:
    os.nice(-5)
    logrado.append("nice")
except OSError:
    pass
for politica in (os.SCHED_FIFO, os.SCHED_RR):
    try:
        os.sched_setscheduler(0, politica, os.sched_param(1))
        logrado.append("tiempo real")
    except OSError:
        pass
try:
    with open("/proc/self/oom_score_adj", "w") as f:  # por debajo de 0: que el sistema mate antes a otros
        f.write("-1")
        f.flush()
        logrado.append("oom_score_adj")
except OSError:
    pass
if logrado:
    raise Exception(f"BRECHA: {logrado}")
