"""
question = "h"
explanation.es = "El constructor tiene argumentos con valores por defecto; los nombres son otros y hay anotaciones de tipo."
explanation.en = "The constructor has arguments with defaults; the names are other ones and there are type hints."
"""

class GPTLanguageModel(nn.Module):
    def __init__(self, layers: int | None = None, heads: int | None = None):
        super().__init__()
        layers, heads = layers or n_layer, heads or n_head
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*(DecoderBlock(n_embd, heads) for _ in range(layers)))
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)

    def forward(self, tokens: torch.Tensor, siguientes: torch.Tensor | None = None):
        posiciones = torch.arange(tokens.shape[1], device=device).expand_as(tokens)  # (B, T)
        # cada token sabe qué es y dónde está
        h = self.token_embedding_table(tokens) + self.position_embedding_table(posiciones)
        logits = self.lm_head(self.ln_f(self.blocks(h)))
        loss = None
        if siguientes is not None:
            logits = logits.flatten(end_dim=1)
            loss = nn.CrossEntropyLoss()(logits, siguientes.flatten())
        return logits, loss

    def generate(self, contexto: torch.Tensor, cuantos: int) -> torch.Tensor:
        with torch.no_grad():
            nuevos = 0
            while nuevos < cuantos:
                ventana = contexto if contexto.shape[1] <= block_size else contexto[:, -block_size:]
                logits = self(ventana)[0]
                # solo la última posición predice algo nuevo
                probabilidades = logits[:, -1].softmax(-1)
                contexto = torch.hstack([contexto, probabilidades.multinomial(1)])
                nuevos += 1
        return contexto
