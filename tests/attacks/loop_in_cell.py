# /// attack
# tries = "Una celda que no termina nunca e ignora SIGINT y toda excepción"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["timed_out"]
# ///
# %%
import signal
for n in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGUSR1):
    signal.signal(n, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
