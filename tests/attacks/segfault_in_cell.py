# /// attack
# tries = "Lee la dirección 0, después de pedir un volcado de memoria sin límite"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["killed"]
# ///
# %%
import ctypes, resource
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError):
    pass
ctypes.string_at(0)
