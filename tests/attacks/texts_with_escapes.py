# /// attack
# tries = "Secuencias de terminal, HTML, marcas de rich y medio emoji en las clases y en los errores que ve una prueba"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "passed" }
# ///
# %%
class Head(Head):
    def forward(self, x):
        raise type("\x1b[2J<script>alert(1)</script>[/red]", (Exception,), {})("\x1b]52;c;YXRhcXVl\x07 \x9b2J \u202e =1+1 [bold]\ud800")
double = type("\x1b[31m=cmd[link=file:///etc/passwd]", (), {"__call__": lambda self, x: self})()
