# /// attack
# tries = "Llamadas al sistema que abren puertas: unshare, setns, mount, chroot, keyctl, bpf, io_uring, userfaultfd, perf"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import ctypes, os, platform
libc = ctypes.CDLL(None, use_errno=True)
x86 = platform.machine() == "x86_64"
def llamar(x86_64, arm64, *resto):
    return libc.syscall(ctypes.c_long(x86_64 if x86 else arm64), *[ctypes.c_long(r) if isinstance(r, int) else r for r in resto])
NUEVOS = {"usuario": 0x10000000, "montajes": 0x20000, "pid": 0x20000000, "red": 0x40000000}
logrado = []
lee, escribe = os.pipe()
pid = os.fork()
if pid == 0:  # en un hijo, para que un logro no cambie lo que viene después
    try:
        if libc.unshare(NUEVOS["usuario"] | NUEVOS["montajes"]) == 0:
            os.write(escribe, b"unshare ")
        if libc.mount(b"x", b"/tmp", b"tmpfs", 0, None) == 0:
            os.write(escribe, b"mount ")
        if libc.chroot(b"/tmp") == 0:
            os.write(escribe, b"chroot ")
        try:
            for nombre in ("mnt", "net", "pid", "user"):
                d = os.open(f"/proc/{os.getppid()}/ns/{nombre}", os.O_RDONLY)
                if libc.setns(d, 0) == 0:
                    os.write(escribe, b"setns ")
        except OSError:
            pass
    finally:
        os._exit(0)
os.waitpid(pid, 0)
os.close(escribe)
if dicho := os.read(lee, 200).decode():
    logrado.append(dicho)
bloque = ctypes.create_string_buffer(256)
if llamar(425, 425, 4, bloque) >= 0:
    logrado.append("io_uring_setup")
if llamar(323, 282, 1) >= 0:
    logrado.append("userfaultfd")
if llamar(321, 280, 0, ctypes.create_string_buffer(bytes([2, 0, 0, 0, 4, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0]), 64), 64) >= 0:
    logrado.append("bpf")
if llamar(298, 241, ctypes.create_string_buffer(bytes([1, 0, 0, 0, 112, 0, 0, 0]), 112), 0, -1, -1, 0) >= 0:
    logrado.append("perf_event_open")
if llamar(248, 217, b"user\0", b"ataque\0", b"secreto", 7, -4) >= 0:
    logrado.append("add_key")
if llamar(304, 265, -100, b"/\0", 0) >= 0:
    logrado.append("open_by_handle_at")
if llamar(428, 428, -100, b"/\0", 1) >= 0:
    logrado.append("open_tree")
if llamar(278, 75, 1, 0, 0, 0) >= 0:
    logrado.append("vmsplice")
if x86 and llamar(154, 0, 0, ctypes.create_string_buffer(16), 16) >= 0:
    logrado.append("modify_ldt")
if llamar(306, 267, 1) >= 0:
    logrado.append("syncfs")
if libc.sethostname(b"ataque", 6) == 0:
    logrado.append("sethostname")
if logrado:
    raise Exception(f"BRECHA: {logrado}")
