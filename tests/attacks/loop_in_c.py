# /// attack
# tries = "Un bucle dentro de C, que no suelta el GIL ni atiende señales"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["timed_out"]
# ///
# %%
import ctypes
ctypes.PyDLL(None).sleep(1000)
