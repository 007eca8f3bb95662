# /// attack
# tries = "Abre para escribir los ajustes del núcleo: core_pattern, sysrq, modprobe, /sys, debugfs (y no escribe nada)"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import glob, os
rutas = ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sysrq-trigger", "/proc/sys/vm/overcommit_memory", "/proc/sys/kernel/hostname",
         "/proc/sys/fs/binfmt_misc/register", "/proc/sys/vm/drop_caches", "/sys/kernel/uevent_helper", "/sys/power/state", "/proc/kcore", "/dev/kmsg"]
rutas += glob.glob("/sys/kernel/mm/*/*")[:20] + glob.glob("/sys/block/*/queue/scheduler")
for ruta in rutas:
    try:
        os.close(os.open(ruta, os.O_WRONLY))
    except OSError:
        continue
    raise Exception("BRECHA: se puede escribir en " + ruta)
