# /// attack
# tries = "Contesta con otros tipos: float8, complejos, enteros, cuantizados, dispersos, meta y con los bytes al revés"
# from = "none"
# expected = { a = "lost", b = "lost", c = "lost", d = "lost" }
# ///
# %%
import numpy as np
class Head(Head):
    def forward(self, x):
        y = super().forward(x)
        return torch.from_numpy(y.detach().numpy().byteswap())
def double(x):
    return (2 * x).to(torch.float8_e4m3fn)
def triple(x):
    return torch.empty(3, 4, device="meta")
class Net(Net):
    def forward(self, x):
        return torch.quantize_per_tensor(super().forward(x), 0.1, 0, torch.qint8)
