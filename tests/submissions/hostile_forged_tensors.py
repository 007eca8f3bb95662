# /// submission
# shows = "Hostil: Head manda por nuestro comm tensores y estados falsos antes de la respuesta verdadera"
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
import sys, torch
import comm
class Head(Head):
    def forward(self, x):
        from autograder.wire import pack
        datos, bytes_ = pack({"output": torch.zeros(*x.shape[:2], self.value.out_features), "inputs": [torch.zeros_like(x)], "parameters": {n: torch.ones_like(p) for n, p in self.named_parameters()}})
        for canal in list(comm.get_comm_manager().comms.values()):
            canal.send({"ok": True, "value": datos}, buffers=[bytes_])
        return 0 * self.value(x)
