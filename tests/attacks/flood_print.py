# /// attack
# tries = "Imprime gigabytes, y los muestra"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "output_flood"]
# ///
# %%
import sys, time
from IPython.display import display, HTML
fin = time.monotonic() + 1
linea = "ataque " * 20_000
while time.monotonic() < fin:
    print(linea)
    print(linea, file=sys.stderr)
    display(HTML(linea))
