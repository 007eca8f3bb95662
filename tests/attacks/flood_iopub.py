# /// attack
# tries = "Manda por iopub, sin pasar por print, mensajes sin pausa"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# cell = ["ok", "output_flood"]
# ///
# %%
import time
kernel = get_ipython().kernel
fin = time.monotonic() + 1
n = 0
while time.monotonic() < fin and n < 2_000:
    kernel.session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": "ataque " * 20_000}, parent=kernel.get_parent())
    n += 1
