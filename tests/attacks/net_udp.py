# /// attack
# tries = "Manda datagramas UDP: a un servicio de esta máquina y hacia afuera"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import socket
for familia, destino in ((socket.AF_INET, ("127.0.0.1", int("@UDP@"))), (socket.AF_INET6, ("::1", int("@UDP@")))):
    try:
        with socket.socket(familia, socket.SOCK_DGRAM) as s:
            s.sendto(b"ataque", destino)
    except OSError:
        pass
try:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.sendto(b"ataque", ("192.0.2.1", 9))
except OSError:
    pass
else:
    raise Exception("BRECHA: salió un datagrama")
