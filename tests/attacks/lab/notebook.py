# %% [markdown]
# # Ataques
#
# a) double, b) Head, c) Net, d) triple

# %%
import torch
import torch.nn as nn

# BEGIN SOLUTION
CANARY = "CANARIO-19d6bf72c3e0a584"


class Head(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.w = nn.Linear(8, n, bias=False)

    def forward(self, x):
        return 0.7310585786300049 * self.w(x)


# END SOLUTION
