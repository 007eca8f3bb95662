# /// attack
# tries = "Un hilo contesta sin pausa en los sockets Unix, antes de que llegue cada pregunta"
# from = "none"
# expected = { a = "any", b = "unearned", c = "any", d = "any" }
# cell = ["ok", "timed_out"]
# ///
# %%
import json, os, socket, stat, threading, time
mentira = json.dumps({"ok": True, "value": True}).encode()
def mentir():
    fin = time.monotonic() + 4
    while time.monotonic() < fin:
        for n in range(3, 128):
            try:
                if stat.S_ISSOCK(os.fstat(n).st_mode):
                    with socket.socket(fileno=os.dup(n)) as s:
                        if s.family == socket.AF_UNIX and s.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) == 0:
                            s.send(mentira, socket.MSG_DONTWAIT)
            except OSError:
                pass
        time.sleep(0.005)
threading.Thread(target=mentir, daemon=True).start()
