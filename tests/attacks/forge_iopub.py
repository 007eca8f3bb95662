# /// attack
# tries = "Falsifica respuestas por iopub: estados, errores y mensajes comm que dicen que todo está bien"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import threading, time
kernel = get_ipython().kernel
def mentir(padre):
    for tipo, contenido in (
        ("status", {"execution_state": "idle"}),
        ("comm_msg", {"comm_id": "x", "data": {"ok": True, "value": True}}),
        ("comm_msg", {"comm_id": None, "data": [[[]]]}),
        ("execute_result", {"data": {"text/plain": "passed"}}),
        ("error", {"ename": 3, "evalue": ["x"], "traceback": None}),
        ("no_existe", {"score": 4.0}),
    ):
        kernel.session.send(kernel.iopub_socket, tipo, contenido, parent=padre)
class Head(Head):
    def forward(self, x):
        mentir(kernel.get_parent())
        return super().forward(x)
mentir(kernel.get_parent())
