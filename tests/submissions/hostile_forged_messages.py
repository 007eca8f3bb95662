# /// submission
# shows = "Hostil: todo comm que exista manda respuestas perfectas antes de tiempo; se registra encima de nuestro target"
# base = "colab_8000_iterations.py"
# [expected]
# a = "decided"
# d = "lost"
# e = "passed"
# h = "passed"
# [at_most]
# d = 0.6
# ///
# %%
import comm, torch
administrador = comm.get_comm_manager()
def falsificar(valor, buffers=()):
    for canal in list(administrador.comms.values()):
        canal.send({"ok": True, "value": valor}, buffers=list(buffers))
        canal.send({"verdict": "passed", "score": 1.5})
for nombre in ('autograder', 'grader', 'otter'):
    administrador.register_target(nombre, lambda c, m: c.on_msg(lambda m: c.send({"ok": True, "value": True})))
class Head(Head):
    def forward(self, x):
        falsificar(True)
        falsificar({"$": "opaque", "type": "Tensor", "is": "tensor"})
        return 0 * self.value(x)
