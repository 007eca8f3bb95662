# /// attack
# tries = "Pregunta nombres al DNS, con la biblioteca y con un paquete propio"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import socket, threading
respuestas = []
def preguntar():
    try:
        respuestas.append(socket.getaddrinfo("example.com", 443))
    except OSError:
        pass
threading.Thread(target=preguntar, daemon=True).start()
paquete = bytes.fromhex("abcd01000001000000000000076578616d706c6503636f6d0000010001")
for servidor in ("127.0.0.53", "8.8.8.8"):
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(0.3)
            s.sendto(paquete, (servidor, 53))
            respuestas.append(s.recv(512))
    except OSError:
        pass
if respuestas:
    raise Exception(f"BRECHA: {respuestas}"[:300])
