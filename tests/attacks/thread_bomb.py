# /// attack
# tries = "Bomba de hilos que no terminan"
# from = "user"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# ///
# %%
import threading, time
fin = time.monotonic() + 1
hilos = 0
while time.monotonic() < fin and hilos < 5000:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        break
    hilos += 1
if hilos >= 5000:
    raise Exception("BRECHA: 5000 hilos sin tope")
