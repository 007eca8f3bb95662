# /// submission
# shows = "Colab: drive montado, wget, batch 64, block 256, 8.000 iteraciones; guarda el modelo entero y lo vuelve a cargar"
# student = "Ignacia Fuentes Rojas"
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
# b = "sería simétrica"
# c = "varianza"
# f = "head_size = n_embd // n_head"
# j = "dos caracteres"
# ///
# %% [markdown]
# # Laboratorio 2: Modelo de lenguaje auto-regresivo
# **Nombre: Ignacia Fuentes Rojas**
#
# MDS7203 - Modelos Generativos Profundos

# %%
from google.colab import drive
drive.mount('/content/drive')

# %%
%pip install -q tqdm
!nvidia-smi

# %%
!wget -q https://raw.githubusercontent.com/GAMES-UChile/Curso-Modelos-Generativos-Profundos/main/labs/data/shakespeare.txt -O /content/shakespeare.txt
!ls -la /content

# %%
import torch
import torch.nn as nn
from torch.nn import functional as F

# %%
# leemos el dataset
with open('/content/shakespeare.txt', 'r', encoding='utf-8') as f:
    text = f.read()
print("largo del dataset en caracteres: ", len(text))

# %%
chars = sorted(list(set(text)))
vocab_size = len(chars)
print(''.join(chars))
print(vocab_size)

# %% [markdown]
# **a)** (0.5 puntos) Defina `stoi`, `itos`, `encode` y `decode`.

# %%
# creamos el mapeo de caracteres a enteros y al revés
stoi = { ch:i for i,ch in enumerate(chars) }
itos = { i:ch for i,ch in enumerate(chars) }
encode = lambda s: [stoi[c] for c in s]          # toma un string y entrega una lista de enteros
decode = lambda l: ''.join([itos[i] for i in l]) # toma una lista de enteros y entrega un string

# %%
assert encode('hola, que tal?') == [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12]
assert decode(encode('hola, que tal?')) == 'hola, que tal?'
print(encode("hii there"))
print(decode(encode("hii there")))

# %%
data = torch.tensor(encode(text), dtype=torch.long)
print(data.shape, data.dtype)
print(data[:1000])

# %%
n = int(0.9*len(data))
train_data = data[:n]
val_data = data[n:]

# %%
block_size = 8
x = train_data[:block_size]
y = train_data[1:block_size+1]
for t in range(block_size):
    context = x[:t+1]
    target = y[t]
    print(f"si el input es {context} el target es: {target}")

# %%
torch.manual_seed(206684402) # RUT
batch_size = 4
block_size = 8

def get_batch(split):
    data = train_data if split == 'train' else val_data
    ix = torch.randint(len(data) - block_size, (batch_size,))
    x = torch.stack([data[i:i+block_size] for i in ix])
    y = torch.stack([data[i+1:i+block_size+1] for i in ix])
    return x, y

xb, yb = get_batch('train')
print('inputs:')
print(xb.shape)
print(xb)
print('targets:')
print(yb.shape)
print(yb)

# %%
class BigramLanguageModel(nn.Module):

    def __init__(self, vocab_size):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, vocab_size)

    def forward(self, idx, targets=None):
        logits = self.token_embedding_table(idx) # (B,T,C)
        if targets is None:
            loss = None
        else:
            B, T, C = logits.shape
            logits = logits.view(B*T, C)
            targets = targets.view(B*T)
            loss = F.cross_entropy(logits, targets)
        return logits, loss

    def generate(self, idx, max_new_tokens):
        for _ in range(max_new_tokens):
            logits, loss = self(idx)
            logits = logits[:, -1, :]
            probs = F.softmax(logits, dim=-1)
            idx_next = torch.multinomial(probs, num_samples=1)
            idx = torch.cat((idx, idx_next), dim=1)
        return idx

m = BigramLanguageModel(vocab_size)
logits, loss = m(xb, yb)
print(logits.shape)
print(loss)
print(decode(m.generate(idx = torch.zeros((1, 1), dtype=torch.long), max_new_tokens=100)[0].tolist()))

# %%
torch.manual_seed(42)
a = torch.tril(torch.ones(3, 3))
a = a / torch.sum(a, 1, keepdim=True)
b = torch.randint(0,10,(3,2)).float()
c = a @ b
print(a); print(b); print(c)

# %%
B,T,C = 4,8,2
x = torch.randn(B,T,C)
tril = torch.tril(torch.ones(T, T))
wei = torch.zeros((T,T))
wei = wei.masked_fill(tril == 0, float('-inf'))
wei = F.softmax(wei, dim=-1)
xbow = wei @ x
xbow.shape

# %% [markdown]
# **b)** (Bonus) ¿Por qué usar proyecciones $Q$ y $K$ en lugar de `X @ X.transpose(-2, -1)`?

# %% [markdown]
# **Respuesta:** porque sin proyecciones la matriz sería simétrica, y que el token i le importe al token j
# no significa que j le importe a i. Además no habría nada que aprender.

# %% [markdown]
# **c)** (Bonus) ¿Por qué se escala por $1/\sqrt{d_k}$?

# %% [markdown]
# **Respuesta:** la varianza del producto punto crece con $d_k$, y con valores grandes el softmax se parece a un one-hot.

# %%
torch.manual_seed(1337)
B,T,C = 4,8,32
x = torch.randn(B,T,C)
head_size = 16
key = nn.Linear(C, head_size, bias=False)
query = nn.Linear(C, head_size, bias=False)
value = nn.Linear(C, head_size, bias=False)
k = key(x)
q = query(x)
wei =  q @ k.transpose(-2, -1) * head_size**-0.5
tril = torch.tril(torch.ones(T, T))
wei = wei.masked_fill(tril == 0, float('-inf'))
wei = F.softmax(wei, dim=-1)
v = value(x)
out = wei @ v
out.shape

# %% [markdown]
# **d)** (1.5 puntos) Complete la clase `Head`.

# %%
class Head(nn.Module):
    """ una cabeza de self-attention """

    def __init__(self, head_size):
        super().__init__()
        # proyecciones lineales sin bias
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        # tril no es un parámetro, por eso va como buffer
        self.register_buffer('tril', torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B,T,C = x.shape
        k = self.key(x)   # (B,T,hs)
        q = self.query(x) # (B,T,hs)
        # calculamos los attention scores ("afinidades")
        wei = q @ k.transpose(-2,-1) * k.shape[-1]**-0.5 # (B, T, hs) @ (B, hs, T) -> (B, T, T)
        wei = wei.masked_fill(self.tril[:T, :T] == 0, float('-inf')) # (B, T, T)
        wei = F.softmax(wei, dim=-1) # (B, T, T)
        wei = self.dropout(wei)
        # suma ponderada de los values
        v = self.value(x) # (B,T,hs)
        out = wei @ v # (B, T, T) @ (B, T, hs) -> (B, T, hs)
        return out

# %%
class MultiHeadAttention(nn.Module):
    """ varias cabezas en paralelo """

    def __init__(self, num_heads, head_size):
        super().__init__()
        self.heads = nn.ModuleList([Head(head_size) for _ in range(num_heads)])
        self.proj = nn.Linear(head_size * num_heads, n_embd)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        out = torch.cat([h(x) for h in self.heads], dim=-1)
        out = self.dropout(self.proj(out))
        return out

# %% [markdown]
# **e)** (0.75 puntos) Complete la clase FeedForward.

# %%
class FeedFoward(nn.Module):
    """ capa lineal seguida de una no linealidad """

    def __init__(self, n_embd):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd), # expandimos por 4 como en el paper
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd), # volvemos al residual pathway
            nn.Dropout(dropout),
        )

    def forward(self, x):
        return self.net(x)

# %% [markdown]
# **f)** (0.5 puntos) ¿Cómo se relacionan `n_head` y `head_size`?

# %% [markdown]
# Se tiene que head_size = n_embd // n_head, así al concatenar las cabezas se recupera n_embd.

# %% [markdown]
# **g)** (0.75 puntos) Complete el forward de `DecoderBlock`.

# %%
class Block(nn.Module):
    """ bloque del transformer: comunicación seguida de computación """

    def __init__(self, n_embd, n_head):
        super().__init__()
        head_size = n_embd // n_head
        self.sa = MultiHeadAttention(n_head, head_size)
        self.ffwd = FeedFoward(n_embd)
        self.ln1 = nn.LayerNorm(n_embd)
        self.ln2 = nn.LayerNorm(n_embd)

    def forward(self, x):
        # conexiones residuales con pre-norm
        x = x + self.sa(self.ln1(x))
        x = x + self.ffwd(self.ln2(x))
        return x

# %% [markdown]
# **h)** (1 punto) Complete `forward` y `generate`.

# %%
class GPTLanguageModel(nn.Module):

    def __init__(self):
        super().__init__()
        self.token_embedding_table = nn.Embedding(vocab_size, n_embd)
        self.position_embedding_table = nn.Embedding(block_size, n_embd)
        self.blocks = nn.Sequential(*[Block(n_embd, n_head=n_head) for _ in range(n_layer)])
        self.ln_f = nn.LayerNorm(n_embd) # layer norm final
        self.lm_head = nn.Linear(n_embd, vocab_size)
        self.apply(self._init_weights)

    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)
            if module.bias is not None:
                torch.nn.init.zeros_(module.bias)
        elif isinstance(module, nn.Embedding):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)

    def forward(self, idx, targets=None):
        B, T = idx.shape
        # idx y targets son tensores (B,T) de enteros
        tok_emb = self.token_embedding_table(idx) # (B,T,C)
        pos_emb = self.position_embedding_table(torch.arange(T, device=device)) # (T,C)
        x = tok_emb + pos_emb # (B,T,C)
        x = self.blocks(x) # (B,T,C)
        x = self.ln_f(x) # (B,T,C)
        logits = self.lm_head(x) # (B,T,vocab_size)

        if targets is None:
            loss = None
        else:
            B, T, C = logits.shape
            logits = logits.view(B*T, C)
            targets = targets.view(B*T)
            loss = F.cross_entropy(logits, targets)
        return logits, loss

    def generate(self, idx, max_new_tokens):
        for _ in range(max_new_tokens):
            # cortamos idx a los últimos block_size tokens
            idx_cond = idx[:, -block_size:]
            logits, loss = self(idx_cond)
            # nos quedamos con el último paso
            logits = logits[:, -1, :] # (B, C)
            probs = F.softmax(logits, dim=-1) # (B, C)
            idx_next = torch.multinomial(probs, num_samples=1) # (B, 1)
            idx = torch.cat((idx, idx_next), dim=1) # (B, T+1)
        return idx

# %%
# hiperparámetros
batch_size = 64
block_size = 256
max_iters = 8000
eval_interval = 500
learning_rate = 3e-4
device = 'cuda' if torch.cuda.is_available() else 'cpu'
eval_iters = 200
n_embd = 384
n_head = 6
n_layer = 6
dropout = 0.2

# %%
model = GPTLanguageModel()
m = model.to(device)
print(sum(p.numel() for p in m.parameters())/1e6, 'M parámetros')
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)

# %%
def get_batch(split):
    data = train_data if split == 'train' else val_data
    ix = torch.randint(len(data) - block_size, (batch_size,))
    x = torch.stack([data[i:i+block_size] for i in ix])
    y = torch.stack([data[i+1:i+block_size+1] for i in ix])
    x, y = x.to(device), y.to(device)
    return x, y

@torch.no_grad()
def estimate_loss():
    out = {}
    model.eval()
    for split in ['train', 'val']:
        losses = torch.zeros(eval_iters)
        for k in range(eval_iters):
            X, Y = get_batch(split)
            logits, loss = model(X, Y)
            losses[k] = loss.item()
        out[split] = losses.mean()
    model.train()
    return out

# %% [markdown]
# **i)** (1 punto) Entrene el modelo.

# %%
torch.manual_seed(206684402)
for iter in range(max_iters):

    # cada cierto tiempo evaluamos la loss en train y val
    if iter % eval_interval == 0 or iter == max_iters - 1:
        losses = estimate_loss()
        print(f"step {iter}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")

    # sacamos un batch
    xb, yb = get_batch('train')

    # evaluamos la loss y actualizamos
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

# %%
# guardamos el modelo por si se cae colab
torch.save(model, '/content/drive/MyDrive/gpt_shakespeare.pt')
torch.save(model, '/content/modelo.pth')

# %%
model = torch.load('/content/modelo.pth')
model.eval()
context = torch.zeros((1, 1), dtype=torch.long, device=device)
print(decode(model.generate(context, max_new_tokens=500)[0].tolist()))
open('/content/mas_texto.txt', 'w').write(decode(model.generate(context, max_new_tokens=10000)[0].tolist()))

# %% [markdown]
# **j)** (Bonus) Entrene el modelo de bigramas y compare.

# %%
bigrama = BigramLanguageModel(vocab_size).to(device)
# optimizador propio para el bigrama
opt_bigrama = torch.optim.AdamW(bigrama.parameters(), lr=1e-3)
for steps in range(10000):
    xb, yb = get_batch('train')
    logits, loss = bigrama(xb, yb)
    opt_bigrama.zero_grad(set_to_none=True)
    loss.backward()
    opt_bigrama.step()
print(loss.item())
print(decode(bigrama.generate(torch.zeros((1,1), dtype=torch.long, device=device), max_new_tokens=300)[0].tolist()))

# %% [markdown]
# El bigrama llega a ~2.5 y el GPT a ~1.1 en train: el bigrama no puede ver más allá de dos caracteres seguidos.
