# /// attack
# tries = "Net.forward no termina nunca e ignora SIGINT"
# from = "none"
# expected = { a = "passed", b = "lost", c = "lost", d = "passed" }
# ///
# %%
import signal
class Net(Net):
    def forward(self, x):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            pass
