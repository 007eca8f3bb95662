# /// attack
# tries = "Se bifurca y deja a su gemelo leyendo los mismos sockets"
# from = "none"
# expected = { a = "any", b = "unearned", c = "any", d = "any" }
# cell = ["ok", "timed_out", "killed"]
# ///
# %%
import os
if os.fork() == 0:
    double = triple = lambda x: 0 * x
