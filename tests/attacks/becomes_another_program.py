# /// attack
# tries = "Se reemplaza por otro programa, que sigue vivo y no contesta"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["timed_out", "killed"]
# ///
# %%
import os, sys
os.execv("/bin/sleep", ["python", "600"])
