# /// attack
# tries = "Cambia los relojes de Python y pide despertar en una hora, para no agotar nunca su tiempo"
# from = "none"
# expected = { a = "passed", b = "lost", c = "lost", d = "passed" }
# ///
# %%
import time
time.monotonic = time.time = time.perf_counter = lambda: 0.0
class Net(Net):
    def forward(self, x):
        while time.monotonic() < 3600:
            pass
