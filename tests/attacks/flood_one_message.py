# /// attack
# tries = "Un solo mensaje de 300 MB por iopub"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "output_flood", "out_of_memory", "killed", "timed_out"]
# ///
# %%
kernel = get_ipython().kernel
kernel.session.send(kernel.iopub_socket, "stream", {"name": "stdout", "text": "x" * (300 << 20)}, parent=kernel.get_parent())
