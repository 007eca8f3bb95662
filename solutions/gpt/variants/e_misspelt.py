"""
question = "e"
explanation.es = "Las clases se llaman FeedFoward y Block, en todo el cuaderno."
explanation.en = "The classes are called FeedFoward and Block, throughout the notebook."
"""


class FeedFoward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión


# %% g
class Block(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedFoward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        # se normaliza la entrada de cada sub-capa; la vía residual queda intacta
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x


# %% h
class GPTLanguageModel(nn.Module):
    """Un Transformer decodificador que predice el siguiente carácter."""

    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[Block(n_embd, n_head=n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)

    def forward(self, idx, targets=None):
        """Retorna `(logits, loss)`; sin `targets`, la pérdida es None."""
        B, T = idx.shape
        tok_emb = self.token_embedding_table(idx)  # (B, T, n_embd)
        pos_emb = self.position_embedding_table(torch.arange(T, device=idx.device))  # (T, n_embd)
        x = tok_emb + pos_emb  # (B, T, n_embd): cada fila del lote recibe las mismas posiciones
        x = self.ln_f(self.blocks(x))  # (B, T, n_embd)
        logits = self.lm_head(x)  # (B, T, V)
        if targets is None:
            return logits, None
        # cross_entropy espera una fila de logits por predicción
        logits = logits.view(B * T, -1)  # (B*T, V)
        loss = F.cross_entropy(logits, targets.reshape(B * T))
        return logits, loss

    @torch.no_grad()
    def generate(self, idx, max_new_tokens):
        """Extiende cada fila de idx, de forma (B, T), con max_new_tokens tokens muestreados."""
        for _ in range(max_new_tokens):
            idx_cond = idx[:, -block_size:]  # no hay embeddings para más posiciones
            logits, _ = self(idx_cond)  # (B, T, V)
            probs = F.softmax(logits[:, -1, :], dim=-1)  # (B, V): solo interesa lo que sigue
            idx_next = torch.multinomial(probs, num_samples=1)  # (B, 1)
            idx = torch.cat((idx, idx_next), dim=1)  # (B, T + 1)
        return idx
