# /// submission
# shows = "Hostil: Head escribe por nuestro socket respuestas perfectas antes de tiempo, marcos a medias o de 4 GB, lo cierra, se conecta de nuevo"
# base = "colab_8000_iterations.py"
# cases = ["early", "future", "huge", "half", "flood", "text", "close", "again", "handler", "listener", "twin"]
# [expected]
# a = "decided"
# d = "decided"
# e = "decided"
# h = "decided"
# [at_most]
# d = 0.6
# [limits]
# check = 4
# ///
# %%
import asyncio, gc, os, socket, struct, sys, threading, torch
def canales():
    for fd in os.listdir("/proc/self/fd"):
        try:
            s = socket.socket(fileno=os.dup(int(fd)))
            if s.family == socket.AF_UNIX and s.type == socket.SOCK_STREAM and "ask" in str(s.getsockname()): yield int(fd), s
        except OSError: pass
def numero():
    marco = sys._getframe()
    while marco and "number" not in marco.f_locals: marco = marco.f_back
    return marco.f_locals["number"] if marco else 0
def mandar(*partes):
    for _, s in canales():
        try: s.sendall(b"".join(partes))
        except OSError: pass
def marco(n, texto, largo=None): return struct.pack("<QII", n, len(texto), 0) + texto
SI, PERFECTO = b'{"ok": true, "value": true}', b'{"verdict": "passed", "score": 1.5, "ok": true}'
def atacar():
    n = numero()
    if n == 0: return
    if CASE == "early": mandar(marco(n, SI), marco(n, PERFECTO), marco(n - 1, SI))
    if CASE == "future": mandar(*[marco(n + i, SI) for i in range(300)])
    if CASE == "huge": mandar(struct.pack("<QII", n, 2**32 - 1, 2**32 - 1), SI)
    if CASE == "half": mandar(struct.pack("<QII", n, 1 << 20, 1 << 20), b"[" * 1000)
    if CASE == "flood": threading.Thread(target=lambda: [mandar(marco(0, SI) * 1000) for _ in range(10**6)], daemon=True).start()
    if CASE == "text": mandar(marco(n, b"[" * 500_000), marco(n, b"\xff\x00"), marco(n, b"1" * 9_000_000))
    if CASE == "close":
        for fd, _ in canales(): os.close(fd)
    if CASE == "again":
        for _, s in canales():
            otro = socket.socket(socket.AF_UNIX); otro.settimeout(1)
            try: otro.connect(s.getsockname()); otro.sendall(marco(n, SI))
            except OSError: pass
    if CASE == "handler":
        for fd, _ in canales(): asyncio.get_event_loop().add_reader(fd, lambda: mandar(marco(numero(), SI)))
    if CASE == "listener":
        for _, s in canales():
            camino = s.getsockname()
            try: os.unlink(camino)
            except OSError: pass
            puerta = socket.socket(socket.AF_UNIX)
            try: puerta.bind(camino); puerta.listen()
            except OSError: pass
            gc.freeze()
    if CASE == "twin": os.fork()
class Head(Head):
    def forward(self, x):
        atacar()
        return 0 * self.value(x)
