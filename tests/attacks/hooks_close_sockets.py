# /// attack
# tries = "Cierra todos sus descriptores, también los que hablan con el corrector"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "timed_out", "killed"]
# ///
# %%
import os
os.closerange(0, 4096)
