"""
question = "h"
explanation.es = "El número de bloques está escrito en la clase, y es el n_layer del cuaderno."
explanation.en = "The number of blocks is written in the class, and is the n_layer of the notebook."
"""


class GPTLanguageModel(nn.Module):
    """Un Transformer decodificador que predice el siguiente carácter."""

    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        n_layer = 6
        self.blocks = nn.ModuleList([DecoderBlock(n_embd, n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)

    def forward(self, idx, targets=None):
        """Retorna `(logits, loss)`; sin `targets`, la pérdida es None."""
        B, T = idx.shape
        tok_emb = self.token_embedding_table(idx)  # (B, T, n_embd)
        pos_emb = self.position_embedding_table(torch.arange(T, device=idx.device))  # (T, n_embd)
        x = tok_emb + pos_emb  # (B, T, n_embd): cada fila del lote recibe las mismas posiciones
        for block in self.blocks:
            x = block(x)
        x = self.ln_f(x)  # (B, T, n_embd)
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
