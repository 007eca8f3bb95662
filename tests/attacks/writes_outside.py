# /// attack
# tries = "Deja archivos en /tmp, /var/tmp, la casa del corrector y las carpetas de arriba"
# from = "weak"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os
raices = ["/tmp", "/var/tmp", "/var/spool", "/run", "/run/lock", "/" + "home", "/" + "root", "/", "../..", "../../..", "@TMP@", "@VICTIM@", "@FOLDER@", "@OUT@", "@LAB@", "@LAB@/checks"]
for raiz in raices:
    try:
        with open(f"{raiz}/ataque-fuera", "w") as f:
            f.write("x")
    except OSError:
        pass
