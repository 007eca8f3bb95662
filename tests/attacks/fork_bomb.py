# /// attack
# tries = "Bomba de procesos: cada hijo se bifurca otra vez, y ninguno termina por sí solo"
# from = "user"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import os, time
fin = time.monotonic() + 1
hechos = 0
while time.monotonic() < fin and hechos < 1500:
    try:
        if os.fork() == 0:
            try:
                os.setsid()
                if hechos % 2:
                    os.fork()
            except OSError:
                pass
            time.sleep(60)
            os._exit(0)
    except OSError:
        break
    hechos += 1
if hechos >= 1500:
    raise Exception("BRECHA: 1500 procesos sin tope")
