# /// submission
# shows = "El Cabro Mágico: texto desde Drive, Pregunta x), clases con otros nombres, Categorical para muestrear, RUT en una variable"
# student = "Valentina Paz Muñoz Ñancupil"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [answers]
# b = "mismo espacio"
# c = "satura"
# f = "ii) el costo"
# j = "El GPT gana"
# ///
# %% [markdown]
# # Lab 2
#
# **Nombre:** *Valentina Paz Muñoz Ñancupil*

# %%
!pip install torchinfo -q
import torch, math, random, numpy as np
import torch.nn as nn
import torch.nn.functional as F
from torchinfo import summary

# %%
import os
if not os.path.exists('cabromagico.txt'):
    !wget https://raw.githubusercontent.com/GAMES-UChile/Curso-Modelos-Generativos-Profundos/main/labs/data/cabromagico.txt

# %%
# Elegir corpus
corpus = 'cabromagico.txt'
with open(corpus, 'r', encoding='utf-8') as f:
    text = f.read()
print(f'{len(text)=}')

# %%
chars = sorted(set(text))
vocab_size = len(chars)

# %% [markdown]
# Pregunta a)
#
# Completar:

# %%
stoi = {}
itos = []
# recorro el vocabulario ordenado y asigno un id a cada char
for idx, char in enumerate(chars):
    stoi[char] = idx
    itos.append(char)

def encode(string):
    """De texto a tokens"""
    tokens = []
    for char in string:
        tokens.append(stoi[char])
    return tokens

def decode(tokens):
    """De tokens a texto"""
    string = ''
    for token in tokens:
        string += itos[token]
    return string

# %%
if corpus == 'cabromagico.txt':
    assert encode('hola, que tal?') == [73, 80, 77, 66, 14, 4, 82, 86, 70, 4, 85, 66, 77, 33]
else:
    assert encode('hola, que tal?') == [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12]

# %%
data = torch.tensor(encode(text), dtype=torch.long)
n = int(0.9*len(data))
train_data, val_data = data[:n], data[n:]

# %%
RUT = 206684402
torch.manual_seed(RUT)
np.random.seed(RUT % 2**32)
batch_size = 32
block_size = 128
device = torch.device('cuda' if torch.cuda.is_available() else 'cpu')

def get_batch(split):
    data = train_data if split == 'train' else val_data
    ix = torch.randint(len(data) - block_size, (batch_size,))
    x = torch.stack([data[i:i+block_size] for i in ix])
    y = torch.stack([data[i+1:i+block_size+1] for i in ix])
    return x.to(device), y.to(device)

# %%
class BigramLanguageModel(nn.Module):
    def __init__(self, vocab_size):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, vocab_size)
    def forward(self, idx, targets=None):
        logits = self.token_embedding_table(idx)
        if targets is None:
            return logits, None
        B, T, C = logits.shape
        logits = logits.view(B*T, C)
        return logits, F.cross_entropy(logits, targets.view(B*T))
    def generate(self, idx, max_new_tokens):
        for _ in range(max_new_tokens):
            logits, _ = self(idx)
            probs = F.softmax(logits[:, -1, :], dim=-1)
            idx = torch.cat((idx, torch.multinomial(probs, 1)), dim=1)
        return idx

bigram = BigramLanguageModel(vocab_size).to(device)
print(decode(bigram.generate(torch.zeros((1,1), dtype=torch.long, device=device), 100)[0].tolist()))

# %% [markdown]
# Pregunta b) ¿Qué pasa si no se usan Q y K?

# %% [markdown]
# Todo queda en el mismo espacio y $XX^T$ es simétrica.

# %% [markdown]
# Pregunta c) ¿Para qué se divide por $\sqrt{d_k}$?

# %% [markdown]
# Si no, el softmax se satura.
#
# $$\text{Var}(q\cdot k) = d_k$$

# %% [markdown]
# Pregunta d) Complete Head

# %%
class Head(nn.Module):
    def __init__(self, head_size):
        super(Head, self).__init__()
        self.head_size = head_size
        self.W_Q = nn.Linear(n_embd, head_size, bias = False)
        self.W_K = nn.Linear(n_embd, head_size, bias = False)
        self.W_V = nn.Linear(n_embd, head_size, bias = False)
        self.register_buffer('mask', torch.triu(torch.ones(block_size, block_size), diagonal=1).bool())
        self.attn_drop = nn.Dropout(p=dropout)

    def forward(self, x):
        B, T, C = x.size()
        Q, K, V = self.W_Q(x), self.W_K(x), self.W_V(x)
        # puntajes escalados, (B,T,T)
        scores = torch.bmm(Q, K.permute(0, 2, 1)) / math.sqrt(self.head_size)
        # causalidad: -inf antes del softmax
        scores[:, self.mask[:T, :T]] = float('-inf')
        attention = torch.softmax(scores, dim=2)
        return torch.matmul(self.attn_drop(attention), V)

# %%
class MultiHeadAttention(nn.Module):
    def __init__(self, num_heads, head_size):
        super().__init__()
        self.heads = nn.ModuleList([Head(head_size) for _ in range(num_heads)])
        self.proj = nn.Linear(num_heads*head_size, n_embd)
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        out = torch.cat([h(x) for h in self.heads], dim=-1)
        return self.dropout(self.proj(out))

# %% [markdown]
# Pregunta e) FeedForward

# %%
class Feed_Forward(nn.Module):
    def __init__(self, n_embd):
        super().__init__()
        # dos capas, la interna es 4 veces más grande
        self.linear1 = nn.Linear(n_embd, n_embd*4)
        self.linear2 = nn.Linear(n_embd*4, n_embd)
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        x = self.linear1(x)
        x = torch.relu(x)
        x = self.linear2(x)
        x = self.dropout(x)
        return x
FeedForward = Feed_Forward

# %% [markdown]
# Pregunta f) Relación entre n_head y head_size

# %% [markdown]
# i) head_size es n_embd // n_head
#
# ii) el costo total no cambia con n_head

# %% [markdown]
# Pregunta g) forward de DecoderBlock

# %%
class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedForward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)
    def forward(self, x):
        residual = x
        x = self.ln1(x)
        x = self.sa(x)
        x = x + residual  # conexión residual de la atención
        residual = x
        x = self.ffwd(self.ln2(x))
        return residual + x

# %% [markdown]
# Pregunta h) GPT

# %%
class GPTLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[DecoderBlock(n_embd, n_head=n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)

    def forward(self, idx, targets=None):
        B, T = idx.shape
        # posiciones 0..T-1
        pos = torch.arange(0, T, dtype=torch.long, device=idx.device).unsqueeze(0)
        x = self.token_embedding_table(idx) + self.position_embedding_table(pos)
        x = self.ln_f(self.blocks(x))
        logits = self.lm_head(x)
        loss = None
        if targets is not None:
            B, T, C = logits.shape
            logits = logits.view(B*T, C)
            targets = targets.contiguous().view(-1)
            loss = nn.CrossEntropyLoss()(logits, targets)
        return logits, loss

    @torch.no_grad()
    def generate(self, idx, max_new_tokens, temperature=1.0, top_k=None):
        for _ in range(max_new_tokens):
            idx_cond = idx if idx.size(1) <= block_size else idx[:, -block_size:]
            logits, _ = self(idx_cond)
            logits = logits[:, -1, :] / temperature
            if top_k is not None:
                v, _ = torch.topk(logits, min(top_k, logits.size(-1)))
                logits[logits < v[:, [-1]]] = -float('Inf')
            probs = F.softmax(logits, dim=-1)
            # muestreamos con la distribución categórica
            idx_next = torch.distributions.Categorical(probs).sample().unsqueeze(1)
            idx = torch.cat((idx, idx_next), dim=1)
        return idx

# %%
n_embd = 384
n_head = 6
n_layer = 6
dropout = 0.2
max_iters = 8_000
learning_rate = 3e-4
eval_interval = 500
eval_iters = 200
batch_size = 64
block_size = 256

# %%
torch.cuda.empty_cache()
model = GPTLanguageModel()
model = model.to(device)
print(sum(p.numel() for p in model.parameters()))
print(summary(model))

# %%
@torch.no_grad()
def estimate_loss():
    out = {}
    model.eval()
    for split in ['train', 'val']:
        losses = torch.zeros(eval_iters)
        for k in range(eval_iters):
            X, Y = get_batch(split)
            _, loss = model(X, Y)
            losses[k] = loss.item()
        out[split] = losses.mean()
    model.train()
    return out
estimate_loss()

# %% [markdown]
# Pregunta i) Entrenamiento

# %%
%%time
torch.manual_seed(RUT)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
historial = {'train': [], 'val': []}
for it in range(1, max_iters + 1):
    if it % eval_interval == 0 or it == 1:
        l = estimate_loss()
        historial['train'].append(l['train']); historial['val'].append(l['val'])
        print(f"Iter {it}/{max_iters}: train {l['train']:.4f} val {l['val']:.4f}")
    # paso de entrenamiento
    optimizer.zero_grad()
    inputs, targets = get_batch('train')
    _, loss = model(inputs, targets)
    loss.backward()
    optimizer.step()
torch.save({'modelo': model.state_dict(), 'opt': optimizer.state_dict(), 'hist': historial}, 'gpt_cabro.tar')

# %%
ckpt = torch.load('gpt_cabro.tar')
model.load_state_dict(ckpt['modelo'])
ctx = torch.tensor([encode('Harry')], device=device)
with open('cabro_generado.txt', 'w', encoding='utf-8') as f:
    f.write(decode(model.generate(ctx, max_new_tokens=5000)[0].tolist()))
!head -c 500 cabro_generado.txt

# %% [markdown]
# Pregunta j) Bonus

# %%
optimizer = torch.optim.AdamW(bigram.parameters(), lr=1e-2)
for it in range(3000):
    # mismo ciclo con el bigrama
    xb, yb = get_batch('train')
    _, loss = bigram(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print('bigrama', loss.item(), 'gpt', historial['train'][-1].item())

# %% [markdown]
# El GPT gana por mucho.
