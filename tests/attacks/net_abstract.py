# /// attack
# tries = "Se conecta a sockets abstractos de otros procesos: uno cuyo nombre supone sabido y los que estén a la vista"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# landlock = 6
# ///
# %%
import socket
nombres = ["@ABSTRACT@"]
try:
    nombres += [linea.split()[7][1:] for linea in open("/proc/self/net/unix") if len(linea.split()) > 7 and linea.split()[7][0] == "@"]
except OSError:
    pass
for nombre in nombres:
    for tipo in (socket.SOCK_STREAM, socket.SOCK_SEQPACKET, socket.SOCK_DGRAM):
        try:
            with socket.socket(socket.AF_UNIX, tipo) as s:
                s.settimeout(0.3)
                s.connect("\0" + nombre)
        except OSError:
            continue
        raise Exception("BRECHA: hay conexión con el socket abstracto " + nombre)
