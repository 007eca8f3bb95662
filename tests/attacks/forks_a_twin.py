# /// attack
# tries = "Se bifurca y deja a su gemelo leyendo los mismos sockets"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import os
if os.fork() == 0:
    double = triple = lambda x: 0 * x
