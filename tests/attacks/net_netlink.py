# /// attack
# tries = "Pregunta al núcleo por netlink: sockets de otros procesos, eventos, auditoría, cortafuegos"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
import socket
abiertas = []
for nombre, protocolo in (("sock_diag", 4), ("audit", 9), ("connector", 11), ("netfilter", 12), ("uevent", 15), ("generic", 16)):
    try:
        socket.socket(16, socket.SOCK_RAW, protocolo).close()
    except OSError:
        continue
    abiertas.append(nombre)
if abiertas:
    raise Exception(f"BRECHA: {abiertas}")
