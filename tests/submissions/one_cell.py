# /// submission
# shows = "Todo el laboratorio en una sola celda, con lo escrito en otra"
# student = "Benjamín Soto"
# [expected]
# a = "passed"
# b = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "missing"
# [answers]
# f = "se reparten"
# ///
# %% [markdown]
# Alumno: Benjamín Soto

# %%
import torch, os
from torch import nn
import torch.nn.functional as F
torch.manual_seed(206684402)
os.chdir('/content')
with open('input.txt', encoding='utf-8') as archivo: text = archivo.read()
chars = sorted(set(text)); vocab_size = len(chars)
itos = chars                                   # lista: el índice ya es la posición
stoi = {c: i for i, c in enumerate(itos)}
def encode(s): return [stoi[c] for c in s]
def decode(l): return ''.join(itos[i] for i in l)
data = torch.tensor(encode(text)); n = int(.9 * len(data)); train_data, val_data = data[:n], data[n:]
batch_size, block_size, max_iters, eval_interval, eval_iters = 64, 256, 5000, 500, 200
learning_rate, n_embd, n_head, n_layer, dropout = 3e-4, 384, 6, 6, 0.2
device = 'cuda'
def get_batch(split):
    d = train_data if split == 'train' else val_data
    ix = torch.randint(len(d) - block_size, (batch_size,))
    return (torch.stack([d[i:i+block_size] for i in ix]).to(device),
            torch.stack([d[i+1:i+1+block_size] for i in ix]).to(device))
class Head(nn.Module):
    # atención causal con una sola proyección para q, k y v
    def __init__(self, head_size):
        super().__init__()
        self.qkv = nn.Linear(n_embd, 3 * head_size, bias=False)
        self.drop = nn.Dropout(dropout)
        self.hs = head_size
    def forward(self, x):
        T = x.shape[1]
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        a = torch.einsum('btd,bsd->bts', q, k) / self.hs ** 0.5
        a = a.masked_fill(torch.ones(T, T, device=x.device, dtype=torch.bool).triu(1), -torch.inf)
        return self.drop(a.softmax(-1)) @ v
class MultiHeadAttention(nn.Module):
    def __init__(self, num_heads, head_size):
        super().__init__()
        self.heads = nn.ModuleList(Head(head_size) for _ in range(num_heads))
        self.proj = nn.Linear(num_heads * head_size, n_embd)
        self.dropout = nn.Dropout(dropout)
    def forward(self, x):
        return self.dropout(self.proj(torch.cat([h(x) for h in self.heads], -1)))
class FeedForward(nn.Module):
    # red del paper, con GELU
    def __init__(self, d):
        super().__init__()
        self.fc1, self.act, self.fc2, self.drop = nn.Linear(d, 4*d), nn.GELU(), nn.Linear(4*d, d), nn.Dropout(dropout)
    def forward(self, x): return self.drop(self.fc2(self.act(self.fc1(x))))
class DecoderBlock(nn.Module):
    def __init__(self, n_embd, n_head):
        super().__init__()
        self.sa = MultiHeadAttention(n_head, n_embd // n_head)
        self.ffwd = FeedForward(n_embd)
        self.ln1, self.ln2 = nn.LayerNorm(n_embd), nn.LayerNorm(n_embd)
    def forward(self, x):
        atencion = x + self.sa(self.ln1(x))  # primer residual
        return atencion + self.ffwd(self.ln2(atencion))
class GPTLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.ModuleList([DecoderBlock(n_embd, n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd)
        self.lm_head = nn.Linear(n_embd, vocab_size)
        self.register_buffer('pos', torch.arange(block_size))
    def forward(self, idx, targets=None):
        h = self.token_embedding_table(idx) + self.position_embedding_table(self.pos[:idx.size(1)])
        for b in self.blocks: h = b(h)
        logits = self.lm_head(self.ln_f(h))
        if targets is None: return logits, None
        logits = logits.reshape(-1, logits.size(-1))
        return logits, F.cross_entropy(logits, targets.reshape(-1))
    @torch.inference_mode()
    def generate(self, idx, max_new_tokens):
        self.eval()  # sin dropout al generar
        for _ in range(max_new_tokens):
            p = self(idx[:, -block_size:])[0][:, -1].softmax(-1)
            idx = torch.cat([idx, torch.multinomial(p, 1)], 1)
        self.train()
        return idx
model = GPTLanguageModel().to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
torch.manual_seed(206684402)
for paso in range(max_iters):
    x, y = get_batch('train')
    loss = model(x, y)[1]
    optimizer.zero_grad(); loss.backward(); optimizer.step()
    if paso % eval_interval == 0: print(paso, loss.item())
print(decode(model.generate(torch.zeros(1, 1, dtype=torch.long, device=device), 500)[0].tolist()))

# %% [markdown]
# f) Las n_embd dimensiones se reparten entre las cabezas: head_size = n_embd / n_head.
