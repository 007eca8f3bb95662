# /// attack
# tries = "Deja archivos de arranque de IPython, Python y matplotlib, cambia PYTHONPATH y muere, para el kernel siguiente"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["killed"]
# ///
# %%
import builtins, os
if hasattr(builtins, "SEMBRADO") or os.environ.get("PYTHONSTARTUP"):
    raise Exception("BRECHA: el arranque de otro proceso corrió lo que este dejó")
# %%
import site, sys
from pathlib import Path
texto = "import builtins\nbuiltins.SEMBRADO = True\n"
casa = Path(os.environ.get("HOME", "."))
for ruta in ("ipython/profile_default/startup/00.py", ".ipython/profile_default/startup/00.py", ".pythonrc", "sitecustomize.py", "usercustomize.py",
             ".config/matplotlib/matplotlibrc", "ipython/profile_default/ipython_config.py", "ipython/profile_default/ipython_kernel_config.py"):
    for raiz in (casa, Path.cwd(), Path(os.environ.get("IPYTHONDIR", ".")).parent):
        try:
            (raiz / ruta).parent.mkdir(parents=True, exist_ok=True)
            (raiz / ruta).write_text(texto)
        except OSError:
            pass
propia = Path(site.getusersitepackages())
try:
    propia.mkdir(parents=True, exist_ok=True)
    (propia / "usercustomize.py").write_text(texto)
    (propia / "ataque.pth").write_text("import builtins; builtins.SEMBRADO = True\n")
except OSError:
    pass
os.environ["PYTHONPATH"] = os.getcwd()
os.environ["PYTHONSTARTUP"] = str(casa / ".pythonrc")
os._exit(0)
