# /// attack
# tries = "Errores cuyo texto, cuyo tipo y cuya línea miden megabytes"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["error", "output_flood", "timed_out"]
# ///
# %%
class Head(Head):
    def forward(self, x):
        raise type("E" * 5_000_000, (Exception,), {})("ataque " * 2_000_000)
# %%
raise type("E" * 5_000_000, (Exception,), {})("ataque " * 2_000_000)
