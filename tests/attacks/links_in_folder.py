# /// attack
# tries = "Enlaces simbólicos y duros en su carpeta, hacia archivos ajenos, para que el corrector los siga"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os
for n, destino in enumerate(("/etc/passwd", "/etc/shadow", "@OUT@", "@VICTIM@", "@LAB@/checks", "/proc/self/fd", "..", "/", "no-existe", "vuelta")):
    for hacer in (os.symlink, os.link):
        try:
            hacer(destino, f"enlace-{n}-{hacer.__name__}")
        except OSError:
            pass
for nombre in ("result.json", "grades.csv", "vuelta", "s-1", "c.json"):
    try:
        os.symlink(nombre if nombre == "vuelta" else "@VICTIM@/intacto", nombre)
    except OSError:
        pass
