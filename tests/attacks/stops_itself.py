# /// attack
# tries = "Se detiene a sí mismo con SIGSTOP"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["timed_out"]
# ///
# %%
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
