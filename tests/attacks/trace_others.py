# /// attack
# tries = "Intenta trazar al padre y a los demás procesos con ptrace, y leer y escribir su memoria"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
yo = os.getpid()
propios = {int(n) for n in os.listdir("/proc/self/task")}  # hilos
class Tramo(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("largo", ctypes.c_size_t)]
destino = ctypes.create_string_buffer(64)
codigo = id(ctypes.pythonapi.Py_IsInitialized)  # un lugar cualquiera que también exista en los parientes
propio = Tramo(ctypes.addressof(destino), 64)
ajeno = Tramo(codigo, 64)
PTRACE_SEIZE, PTRACE_DETACH = 0x4206, 17
for pid in (os.getppid(), *range(max(1, yo - 200), yo + 20)):
    if pid == 0 or pid in propios:
        continue
    if libc.process_vm_readv(pid, ctypes.byref(propio), 1, ctypes.byref(ajeno), 1, 0) > 0:
        raise Exception(f"BRECHA: se lee la memoria del proceso {pid}")
    if libc.ptrace(PTRACE_SEIZE, pid, None, None) == 0:
        libc.ptrace(PTRACE_DETACH, pid, None, None)
        raise Exception(f"BRECHA: se puede trazar el proceso {pid}")
    try:
        os.close(os.open(f"/proc/{pid}/mem", os.O_RDWR))
    except OSError:
        continue
    raise Exception(f"BRECHA: se abre la memoria del proceso {pid}")
