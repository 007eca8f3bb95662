# /// attack
# tries = "Abre las pruebas ocultas, la solución y los errores conocidos por su ruta, que supone sabida"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
from pathlib import Path
leido = ""
for resto in ("lab.toml", "notebook.py", "checks/test_b_head.py", "mistakes/b_half.py"):
    try:
        leido += Path("@LAB@", resto).read_text()
    except OSError:
        pass
try:
    leido += str(list(Path("@LAB@/checks").iterdir()))
except OSError:
    pass
if leido:
    raise Exception("BRECHA: " + leido[:800])
