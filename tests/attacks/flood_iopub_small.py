# /// attack
# tries = "Manda por iopub cientos de miles de mensajes pequeños, también después de la celda"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "output_flood", "timed_out"]
# ///
# %%
import threading, time
kernel = get_ipython().kernel
padre = kernel.get_parent()
def mandar(segundos):
    fin = time.monotonic() + segundos
    while time.monotonic() < fin:
        kernel.session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": "x"}, parent=padre)
threading.Thread(target=mandar, args=(6,), daemon=True).start()
mandar(1)
