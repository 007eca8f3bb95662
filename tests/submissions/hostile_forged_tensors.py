# /// submission
# shows = "Hostil: Head manda por nuestro socket tensores y estados falsos antes de la respuesta verdadera"
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
import gc, sys, torch
def numero():
    marco = sys._getframe()
    while marco and "number" not in marco.f_locals: marco = marco.f_back
    return marco.f_locals["number"] if marco else None
class Head(Head):
    def forward(self, x):
        from autograder.kernel_side.wire import frame, pack
        n = numero()
        datos, bytes_ = pack({"output": torch.zeros(*x.shape[:2], self.value.out_features), "inputs": [torch.zeros_like(x)], "parameters": {n: torch.ones_like(p) for n, p in self.named_parameters()}})
        for mesa in gc.get_objects():
            if type(mesa).__name__ == "Desk" and n is not None:
                mesa.connection.sendall(frame(n, {"ok": True, "value": datos}, bytes_))
        return 0 * self.value(x)
