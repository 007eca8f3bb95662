# /// attack
# tries = "Abre descriptores hasta que no haya más, y los deja abiertos mientras le preguntan"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import os, resource
blando, duro = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (duro, duro))
abiertos = []
try:
    while len(abiertos) < 300_000:
        abiertos.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
