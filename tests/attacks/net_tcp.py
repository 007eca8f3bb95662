# /// attack
# tries = "Abre conexiones TCP: a un servicio de esta máquina y hacia afuera"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
import socket
for familia, destino in ((socket.AF_INET, ("127.0.0.1", int("@TCP@"))), (socket.AF_INET, ("1.1.1.1", 443)), (socket.AF_INET6, ("::1", int("@TCP@")))):
    try:
        with socket.socket(familia, socket.SOCK_STREAM) as s:
            s.settimeout(0.3)
            s.connect(destino)
            s.sendall(b"ataque")
    except OSError:
        continue
    raise Exception(f"BRECHA: hay conexión con {destino}")
