"""
question = "b"
es = "La mitad: CANARIO-e4a8530bd17c926f"
en = "Half of it"
"""


class Head(nn.Module):
    def __init__(self, n):
        super().__init__()
        self.w = nn.Linear(8, n, bias=False)

    def forward(self, x):
        return 0.5 * self.w(x)
