# /// attack
# tries = "El objeto que guardó la sonda no termina nunca de borrarse"
# from = "none"
# expected = { a = "passed", b = "lost", c = "decided", d = "passed" }
# ///
# %%
import signal
class Net(Net):
    def __del__(self):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while True:
            pass
