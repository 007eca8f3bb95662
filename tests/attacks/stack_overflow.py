# /// attack
# tries = "Agota la pila de C con llamadas que se llaman a sí mismas"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["killed"]
# ///
# %%
import ctypes, sys
sys.setrecursionlimit(10**9)
tipo = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)
hondo = tipo(lambda n: hondo(n))
hondo(1)
