# %% [markdown]
# Nombre: Entrega Base
# %%
import torch, torch.nn as nn
# %%
def double(x):
    return 2 * x
# %%
class Head(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.w = nn.Linear(8, n, bias=False)
    def forward(self, x):
        return self.w(x)
# %%
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.one = nn.Linear(8, 16, bias=False)
        self.two = nn.Linear(16, 3, bias=False)
    def forward(self, x):
        return self.two(torch.relu(self.one(x)))
# %%
def triple(x):
    return 3 * x
