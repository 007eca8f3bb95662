# /// attack
# tries = "Contesta con objetos y errores cuyo repr, str y nombre fallan, se cuelgan o se llaman a sí mismos"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "lost" }
# ///
# %%
class Raro:
    def __repr__(self):
        return repr(self)
    def __str__(self):
        raise SystemExit(3)
class Error(Exception):
    def __str__(self):
        return str(self)
    def __repr__(self):
        raise KeyboardInterrupt
class Head(Head):
    def forward(self, x):
        raise Error(Raro())
def double(x):
    return Raro()
def triple(x):
    class Otro(BaseException):
        def __str__(self): return 7
        __name__ = 3
    raise Otro
