# /// attack
# tries = "Cambia el kernel por dentro: do_execute, los manejadores, la sesión, la cola y el bucle de eventos"
# from = "none"
# expected = { a = "decided", b = "lost", c = "decided", d = "decided" }
# cell = ["ok", "timed_out", "killed"]
# ///
# %%
import asyncio
kernel = get_ipython().kernel
async def nada(*a, **k):
    return {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
kernel.do_execute = nada
kernel.execute_request = nada
for nombre in list(kernel.shell_handlers):
    kernel.shell_handlers[nombre] = nada
kernel.session.key = b"otra"
