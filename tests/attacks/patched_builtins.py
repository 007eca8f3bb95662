# /// attack
# tries = "Cambia abs, max, len, repr, open, hash, callable, setattr y otras funciones de Python por una que da 0"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "error", "killed", "timed_out"]
# ///
# %%
import builtins
for nombre in ("abs", "max", "min", "sum", "all", "any", "len", "repr", "open", "hash", "callable", "setattr"):
    setattr(builtins, nombre, lambda *a, **k: 0)
