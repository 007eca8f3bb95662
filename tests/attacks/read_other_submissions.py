# /// attack
# tries = "Lee las entregas de otros y los resultados ya escritos, por sus rutas"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# bites = true
# ///
# %%
from pathlib import Path
for carpeta in ("@FOLDER@", "@OUT@"):
    try:
        for entrega in Path(carpeta).rglob("*"):
            if entrega.is_file():
                raise Exception("BRECHA: " + entrega.read_text()[:800])
    except OSError:
        pass
