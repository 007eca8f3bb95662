# /// attack
# tries = "Termina el proceso con _exit en una celda"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["killed"]
# ///
# %%
import os
os._exit(0)
