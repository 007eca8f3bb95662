# /// attack
# tries = "Busca el socket del proceso tibio y le pide otro proceso, sin encierro y con la carpeta que quiera"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import glob, json, os, socket, time
fin = time.monotonic() + 1
rutas = set(glob.glob("/tmp/ag*/*") + glob.glob("/tmp/*/ag*/*") + glob.glob("../../ag*/*") + glob.glob("@TMP@/*/*"))
try:
    rutas |= {linea.split()[7] for linea in open("/proc/self/net/unix") if len(linea.split()) > 7}
except OSError:
    pass
raiz = os.path.realpath("..")
for ruta in rutas:
    if ruta.startswith("@") or os.path.realpath(ruta).startswith(raiz) or "ag" not in ruta:
        continue
    for tipo in (socket.SOCK_SEQPACKET, socket.SOCK_STREAM):
        try:
            with socket.socket(socket.AF_UNIX, tipo) as s:
                s.settimeout(0.3)
                s.connect(ruta)
                s.send(json.dumps({"argv": ["-f", "/tmp/ataque.json"], "env": {}, "cwd": "/"}).encode())
        except OSError:
            continue
        raise Exception("BRECHA: hay conexión con " + ruta)
    if time.monotonic() > fin:
        break
