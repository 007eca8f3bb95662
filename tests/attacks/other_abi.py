# /// attack
# tries = "Llamadas al sistema de otra arquitectura (x32, i386): que terminen un hilo y los demás lo esperen para siempre"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import ctypes, platform
if platform.machine() == "x86_64":
    libc = ctypes.CDLL(None, use_errno=True)
    for numero in (39, 41, 57, 510, 520):  # getpid, socket, fork y dos que solo x32 tiene
        if libc.syscall(ctypes.c_long(0x40000000 | numero), *[ctypes.c_long(0)] * 3) >= 0:
            raise Exception(f"BRECHA: x32 {numero}")
