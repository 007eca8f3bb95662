"""
question = "*"
explanation.es = "Las clases de d) a h) están en una sola celda, bajo un solo título, y los dos ciclos en otra."
explanation.en = "The classes of d) to h) are in one cell, under one heading, and both loops in another."
"""

# %%
import math
import os
import urllib.request

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
from torch.nn import functional as F

# %%
corpus = "shakespeare.txt"
with open(corpus, encoding="utf-8") as archivo:
    text = archivo.read()
chars = sorted(set(text))
vocab_size = len(chars)

# %% [markdown]
# a)

# %%
# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)

# %%
data = torch.tensor(encode(text), dtype=torch.long)
n = int(0.9 * len(data))
train_data, val_data = data[:n], data[n:]

print(f"{len(train_data):,} tokens para entrenar y {len(val_data):,} para validar")
print(data[:9].tolist())

# %%
block_size = 8

# %%
torch.manual_seed(1337)  # reemplaza 1337 por tu RUT

batch_size = 4


def get_batch(split):
    """Elige al azar `batch_size` ventanas de entrenamiento ('train') o de validación ('val')."""
    source = train_data if split == "train" else val_data
    ix = torch.randint(len(source) - block_size, (batch_size,))
    x = torch.stack([source[i : i + block_size] for i in ix])
    y = torch.stack([source[i + 1 : i + block_size + 1] for i in ix])
    return x, y


xb, yb = get_batch("train")
print("x", tuple(xb.shape), xb.tolist())
print("y", tuple(yb.shape), yb.tolist())

# %%
class BigramLanguageModel(nn.Module):
    """Predice el siguiente token mirando solo el actual."""

    def __init__(self, vocab_size):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, vocab_size)

    def forward(self, idx, targets=None):
        """Retorna `(logits, loss)`; sin `targets`, la pérdida es None y los logits conservan (B, T, V)."""
        logits = self.token_embedding_table(idx)  # (B, T, V)
        if targets is None:
            return logits, None
        logits = logits.flatten(0, 1)  # (B*T, V)
        return logits, F.cross_entropy(logits, targets.flatten())

    def generate(self, idx, max_new_tokens):
        """Extiende cada fila de `idx` con `max_new_tokens` tokens muestreados."""
        for _ in range(max_new_tokens):
            last = self(idx)[0][:, -1, :]  # (B, V)
            new = torch.multinomial(last.softmax(dim=-1), num_samples=1)  # (B, 1)
            idx = torch.cat([idx, new], dim=1)  # un token más por fila
        return idx


bigram = BigramLanguageModel(vocab_size)
logits, loss = bigram(xb, yb)
print(f"pérdida sin entrenar: {loss.item():.4f}; uniforme: {math.log(vocab_size):.4f}")

# %% [markdown]
# ## Preguntas d, e, g y h

# %%
n_embd = 32
n_head = 4
n_layer = 2
dropout = 0.2
device = "cpu"


class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        # la máscara no se aprende, pero debe viajar con el modelo a la GPU
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        T = x.size(1)
        k = self.key(x)  # (B, T, hs)
        q = self.query(x)  # (B, T, hs)
        v = self.value(x)  # (B, T, hs)
        # puntajes de varianza cercana a uno: d_k es el tamaño de la cabeza, no n_embd
        scores = q @ k.transpose(-2, -1) * k.size(-1) ** -0.5  # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        # la posición t no mira las posteriores; se recorta porque T puede ser menor que block_size
        scores = scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))  # (B, T, T)
        weights = self.dropout(F.softmax(scores, dim=-1))  # (B, T, T)
        return weights @ v  # (B, T, T) @ (B, T, hs) -> (B, T, hs)


class MultiHeadAttention(nn.Module):
    """Varias cabezas en paralelo, concatenadas y proyectadas de vuelta a `n_embd`."""

    def __init__(self, num_heads, head_size):
        super().__init__()
        self.heads = nn.ModuleList([Head(head_size) for _ in range(num_heads)])
        self.proj = nn.Linear(num_heads * head_size, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        """Lleva (B, T, n_embd) a (B, T, n_embd)."""
        out = torch.cat([head(x) for head in self.heads], dim=-1)  # (B, T, num_heads * head_size)
        return self.dropout(self.proj(out))  # (B, T, n_embd)


class FeedForward(nn.Module):
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


class DecoderBlock(nn.Module):
    """Un bloque del Transformer: atención y luego la red posición a posición."""

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        # se normaliza la entrada de cada sub-capa; la vía residual queda intacta
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x


class GPTLanguageModel(nn.Module):
    """Un Transformer decodificador que predice el siguiente carácter."""

    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[DecoderBlock(n_embd, n_head=n_head) for _ in range(n_layer)])
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

# %%
batch_size = 16
block_size = 128
max_iters = 5000
eval_interval = 500
eval_iters = 200
learning_rate = 3e-4
dropout = 0.2
n_embd = 384
n_head = 6
n_layer = 6
device = "cuda" if torch.cuda.is_available() else "cpu"

model = GPTLanguageModel().to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)

print(f"{sum(p.numel() for p in model.parameters()):,} parámetros, en {device}")


def get_batch(split):
    """Elige al azar `batch_size` ventanas de entrenamiento ('train') o de validación ('val')."""
    source = train_data if split == "train" else val_data
    ix = torch.randint(len(source) - block_size, (batch_size,))
    x = torch.stack([source[i : i + block_size] for i in ix])
    y = torch.stack([source[i + 1 : i + block_size + 1] for i in ix])
    return x.to(device), y.to(device)


@torch.no_grad()
def estimate_loss(model):
    """Promedia la pérdida de un modelo sobre `eval_iters` lotes de cada parte."""
    means = {}
    model.eval()
    for split in ("train", "val"):
        losses = torch.zeros(eval_iters)
        for k in range(eval_iters):
            losses[k] = model(*get_batch(split))[1].item()
        means[split] = losses.mean().item()
    model.train()
    return means

# %% [markdown]
# ## Entrenamiento
#
# Preguntas i) y j), una tras otra.

# %%
torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

# %%
model.eval()
inicio = torch.zeros((1, 1), dtype=torch.long, device=device)
muestra = decode(model.generate(inicio, max_new_tokens=500)[0].tolist())
print(muestra)

with open("muestra.txt", "w", encoding="utf-8") as archivo:
    archivo.write(muestra)
