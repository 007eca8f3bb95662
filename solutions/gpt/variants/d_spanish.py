"""
question = "d"
explanation.es = "Todos los nombres están en español y la atención es una función aparte."
explanation.en = "All names are in Spanish and the attention is a function of its own."
"""

def atencion(consultas, llaves, valores, visible, apagado):
    """softmax(Q Kᵀ / sqrt(d_k) + M) V"""
    puntajes = consultas @ llaves.transpose(-2, -1) / llaves.shape[-1] ** 0.5  # (B, T, T)
    puntajes[:, ~visible] = -math.inf  # el futuro no se ve
    return apagado(torch.softmax(puntajes, -1)) @ valores  # (B, T, tamaño)


class Head(nn.Module):
    """Una cabeza."""

    def __init__(self, tamaño):
        super().__init__()
        self.llave = nn.Linear(n_embd, tamaño, bias=False)
        self.consulta = nn.Linear(n_embd, tamaño, bias=False)
        self.valor = nn.Linear(n_embd, tamaño, bias=False)
        self.register_buffer("visible", torch.ones(block_size, block_size, dtype=torch.bool).tril())
        self.apagado = nn.Dropout(dropout)

    def forward(self, entrada):
        largo = entrada.shape[1]
        visible = self.visible[:largo, :largo]
        return atencion(self.consulta(entrada), self.llave(entrada), self.valor(entrada), visible, self.apagado)
