# /// attack
# tries = "Se detiene con SIGSTOP cuando le preguntan por Net"
# from = "none"
# expected = { a = "passed", b = "lost", c = "lost", d = "passed" }
# ///
# %%
import os, signal
class Net(Net):
    def forward(self, x):
        os.kill(os.getpid(), signal.SIGSTOP)
        return super().forward(x)
