# /// attack
# tries = "Busca privilegios: capacidades, no_new_privs, uid 0, su, mount, y un archivo propio con setuid"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import ctypes, os, shutil, subprocess
estado = dict(linea.split(":", 1) for linea in open("/proc/self/status") if ":" in linea)
mapa = open("/proc/self/uid_map").read().split()
faltas = [f"{n} = {estado[n].strip()}" for n in ("CapEff", "CapPrm", "CapInh", "CapAmb") if int(estado[n], 16)]
if estado["NoNewPrivs"].strip() != "1":
    faltas.append("NoNewPrivs = 0")
if os.geteuid() == 0 and mapa[1] == "0":
    faltas.append("es el root de la máquina")
if os.getgroups() and 0 in os.getgroups() and mapa[1] == "0":
    faltas.append("está en el grupo de root")
try:
    shutil.copy("/bin/sh", "ataque-sh")
    os.chmod("ataque-sh", 0o6755)
except OSError:
    pass
for orden in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount", "-t", "tmpfs", "x", "/" + "mnt"], ["newuidmap", str(os.getpid()), "0", "0", "1"], ["./ataque-sh", "-p", "-c", "id"]):
    try:
        dicho = subprocess.run(orden, stdin=subprocess.DEVNULL, capture_output=True, timeout=0.5)
    except (OSError, subprocess.TimeoutExpired):
        continue
    if b"euid=0" in dicho.stdout or (orden[0] in ("mount", "newuidmap") and dicho.returncode == 0) or (orden[0] in ("su", "sudo") and b"uid=0" in dicho.stdout):
        faltas.append(f"{orden}: {dicho.stdout!r}")
for llamada in (lambda: os.setuid(0), lambda: os.setgroups([0]), lambda: os.setresuid(0, 0, 0), lambda: os.chown(".", 0, 0)):
    try:
        antes = os.geteuid()
        llamada()
    except OSError:
        continue
    if antes != 0:
        faltas.append("cambió de usuario")
if faltas:
    raise Exception(f"BRECHA: {faltas}")
