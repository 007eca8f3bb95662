# /// attack
# tries = "Funciones de atexit, hilos y señales que no dejan terminar al proceso"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import atexit, signal, threading, time
def nunca():
    while True:
        time.sleep(0.01)
atexit.register(nunca)
threading.Thread(target=nunca, daemon=False).start()
signal.signal(signal.SIGTERM, lambda *a: nunca())
