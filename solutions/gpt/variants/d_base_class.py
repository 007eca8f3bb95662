"""
question = "d"
explanation.es = "Las proyecciones están en una clase base, en una celda anterior."
explanation.en = "The projections are in a base class, in a cell of their own."
"""

class Proyecciones(nn.Module):
    """Consultas, llaves y valores de una cabeza."""

    def __init__(self, head_size):
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(n_embd, head_size, bias=False) for _ in range(3))

    def proyectar(self, x):
        return self.query(x), self.key(x), self.value(x)


# %%
class Head(Proyecciones):
    """Una cabeza de atención causal sobre esas proyecciones."""

    def __init__(self, head_size):
        super().__init__(head_size)
        self.escala = head_size**-0.5
        self.drop = nn.Dropout(dropout)

    def forward(self, x):
        q, k, v = self.proyectar(x)  # (B, T, hs)
        # escalar q es lo mismo que escalar los puntajes
        puntajes = (q * self.escala) @ k.transpose(-2, -1)  # (B, T, T)
        T = x.shape[1]
        posicion = torch.arange(T, device=x.device)
        puntajes = torch.where(posicion[:, None] >= posicion[None, :], puntajes, float("-inf"))
        return self.drop(F.softmax(puntajes, dim=-1)) @ v


# %%
prueba = Head(16)
print(prueba(torch.randn(2, 5, n_embd)).shape)  # debería ser (2, 5, 16)
