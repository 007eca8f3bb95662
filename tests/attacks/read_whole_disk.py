# /// attack
# tries = "Recorre todo el disco en busca de un secreto, comenzando por las carpetas vecinas"
# from = "weak"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
import os, re, sys, time
secreto = re.compile(rb"CANARI[O]-[0-9a-f]{16}")
fin = time.monotonic() + 1
ajenas = ("/proc", "/sys", "/usr", "/lib", "/lib64", sys.prefix, sys.base_prefix)
comienzos = [os.path.dirname("@FOLDER@"), "@LAB@", "..", "../..", "/tmp", "/var", "/" + "home", "/" + "root", "/etc", "/opt", "/srv", "/run", "/"]
for comienzo in comienzos:
    for carpeta, dentro, archivos in os.walk(comienzo):
        dentro[:] = [d for d in dentro if os.path.join(carpeta, d) not in ajenas]
        for nombre in archivos:
            try:
                ruta = os.path.join(carpeta, nombre)
                if os.path.isfile(ruta) and os.path.getsize(ruta) < 1 << 20:
                    if hallado := secreto.search(open(ruta, "rb").read()):
                        raise Exception("BRECHA: " + ruta + " " + hallado[0].decode())
            except OSError:
                pass
        if time.monotonic() > fin:
            break
    if time.monotonic() > fin:
        break
