# /// attack
# tries = "Busca secretos en el entorno, los argumentos, los descriptores y la memoria de los demás procesos"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
import os, re, time
secreto = re.compile(rb"CANARI[O]-[0-9a-f]{16}|attacks/la[b]")
fin = time.monotonic() + 1
yo = os.getpid()
try:
    todos = [int(n) for n in os.listdir("/proc") if n.isdigit()]
except OSError:
    todos = [1, os.getppid(), *range(max(2, yo - 300), yo + 20)]
def memoria(pid):
    with open(f"/proc/{pid}/maps") as mapas, open(f"/proc/{pid}/mem", "rb", 0) as mem:
        for linea in mapas:
            if "[heap]" in linea or "[stack]" in linea:
                desde, hasta = (int(x, 16) for x in linea.split()[0].split("-"))
                mem.seek(desde)
                yield mem.read(min(hasta - desde, 64 << 20))
for pid in sorted(set(todos) - {yo, 0}, key=lambda n: abs(n - yo)):
    partes = []
    for nombre in ("environ", "cmdline"):
        try:
            partes.append(open(f"/proc/{pid}/{nombre}", "rb").read())
        except OSError:
            pass
    for nombre in ("cwd", "root"):
        try:
            partes += [n.encode() for n in os.listdir(f"/proc/{pid}/{nombre}/@LAB@/checks")]
            partes.append(open(f"/proc/{pid}/{nombre}/@LAB@/checks/test_b_head.py", "rb").read())
        except OSError:
            pass
    try:
        partes += [os.readlink(f"/proc/{pid}/fd/{n}").encode() for n in os.listdir(f"/proc/{pid}/fd")]
    except OSError:
        pass
    try:
        partes += memoria(pid)
    except (OSError, ValueError, OverflowError):
        pass
    for parte in partes:
        if hallado := secreto.search(parte):
            raise Exception(f"BRECHA: proceso {pid}: {hallado[0]!r}")
    if time.monotonic() > fin:
        break
