"""
question = "e"
explanation.es = "La primera capa es nn.LazyLinear, que mira su entrada para saber su ancho."
explanation.en = "The first layer is nn.LazyLinear, which looks at its input to know its width."
"""

class FeedForward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(
            nn.LazyLinear(4 * n_embd), nn.ReLU(), nn.LazyLinear(n_embd), nn.Dropout(dropout)
        )
        with torch.no_grad():
            self.net(torch.zeros(1, 1, n_embd))  # para que sepa sus tamaños

    def forward(self, x):
        return self.net(x)
