# /// attack
# tries = "Abre para escribir los archivos de cgroups, para subir sus topes o salir de ellos (y no escribe nada)"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import glob, os
rutas = []
for raiz, hondura in (("/sys/fs/cgroup", 5), ("/proc/self/root/sys/fs/cgroup", 2)):
    for n in range(1, hondura):
        for nombre in ("cgroup.procs", "memory.max", "pids.max", "memory.limit_in_bytes", "release_agent", "tasks", "cgroup.subtree_control"):
            rutas += glob.glob(raiz + "/*" * (n - 1) + "/" + nombre)
for ruta in rutas[:3000]:
    try:
        os.close(os.open(ruta, os.O_WRONLY))
    except OSError:
        continue
    raise Exception("BRECHA: se puede escribir en " + ruta)
try:
    os.mkdir("/sys/fs/cgroup/ataque")
except OSError:
    pass
else:
    raise Exception("BRECHA: se hizo un cgroup")
