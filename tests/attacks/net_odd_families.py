# /// attack
# tries = "Abre sockets de familias que no pasan por el espacio de nombres de red: vsock, alg, packet, bluetooth, can, tipc"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import socket
abiertas = []
for nombre, familia, tipo in (("vsock", 40, socket.SOCK_STREAM), ("alg", 38, socket.SOCK_SEQPACKET), ("packet", 17, socket.SOCK_RAW),
                              ("bluetooth", 31, socket.SOCK_RAW), ("can", 29, socket.SOCK_RAW), ("tipc", 30, socket.SOCK_RDM), ("inet raw", 2, socket.SOCK_RAW)):
    try:
        socket.socket(familia, tipo).close()
    except OSError:
        continue
    abiertas.append(nombre)
if abiertas:
    raise Exception(f"BRECHA: {abiertas}")
