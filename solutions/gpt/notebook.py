# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [raw]
# # ASSIGNMENT CONFIG
# init_cell: false
# export_cell: false
# check_all_cell: false
# generate: false
# run_tests: false
# requirements:
# - torch>=2.6,<3
# - numpy>=1.26,<3
# - matplotlib>=3.8,<4
# - tqdm>=4.66,<5
# - notebook>=7,<8
# - ipykernel>=6.29,<8
# - otter-grader>=7,<8
# tests:
#   files: true
#   ok_format: false

# %% [markdown]
# # Laboratorio 2: un modelo de lenguaje auto-regresivo
#
# En este laboratorio construyes, pieza por pieza, un Transformer que aprende a escribir
# como el texto con el que se entrena. Partimos de un modelo que solo mira el último
# carácter y terminamos con un GPT pequeño: la misma arquitectura de los modelos grandes,
# a una escala que se entrena en una GPU gratuita.
#
# Un modelo de lenguaje auto-regresivo descompone la probabilidad de una secuencia en
# predicciones de un paso:
#
# $$p(x_1, \dots, x_T) = \prod_{t=1}^{T} p(x_t \mid x_1, \dots, x_{t-1}).$$
#
# Entrenarlo es ajustar cada factor; generar es muestrear los factores, uno tras otro.

# %% [markdown]
# ## Antes de empezar
#
# Completa la celda siguiente con tu nombre.
#
# - **Tu RUT es la semilla.** Reemplaza `1337` por tu RUT sin puntos ni guion en las **dos**
#   llamadas a `torch.manual_seed`: antes del primer `get_batch` y antes del ciclo de
#   entrenamiento. Si tu dígito verificador es K, escribe el número sin él.
# - **El código se comenta.** Una pregunta de código sin comentarios pertinentes no se evalúa.
# - **El cuaderno corre completo.** Antes de entrenar, reinicia el kernel y ejecuta todo desde
#   arriba: un cuaderno que se cae al correrlo en orden no se evalúa.
# - **El código es tuyo.** Puedes conversar las ideas, pero lo que entregas lo escribes tú.
#
# Las preguntas de código suman puntos con pruebas automáticas. Las celdas
# `grader.check(...)` son comprobaciones públicas: te avisan temprano de un error, pero no son
# las pruebas con que se evalúa. Puedes agregar celdas; conserva los títulos de las preguntas
# y los nombres de clases, funciones y variables que pide cada enunciado.
#
# | Pregunta | Tema | Puntos |
# |---|---|---|
# | a | Vocabulario: `stoi`, `itos`, `encode` y `decode` | 0.5 |
# | b | Por qué proyectar con $Q$ y $K$ | bono |
# | c | Por qué escalar por $1/\sqrt{d_k}$ | bono |
# | d | `Head` | 1.5 |
# | e | `FeedForward` | 0.75 |
# | f | Relación entre `n_head` y `head_size` | 0.5 |
# | g | `DecoderBlock.forward` | 0.75 |
# | h | `GPTLanguageModel.forward` y `generate` | 1.0 |
# | i | El ciclo de entrenamiento | 1.0 |
# | j | El modelo base de bigramas, comparado con el GPT | bono |

# %% [markdown]
# **Nombre:**

# %%
import math
import os
import urllib.request

import matplotlib.pyplot as plt
import torch
import torch.nn as nn
from torch.nn import functional as F

# %% [markdown]
# La celda siguiente prepara las comprobaciones públicas. Usan la carpeta `tests`, que debe estar
# junto al cuaderno, y el paquete `otter-grader`; si falta alguno, el cuaderno funciona igual,
# solo que sin ellas. Puedes cambiarle el nombre al archivo del cuaderno.


# %%
class SinComprobaciones:
    """Ocupa el lugar de las comprobaciones públicas cuando no están disponibles."""

    def check(self, pregunta):
        """Avisa que no se comprobó nada."""
        print(f"Pregunta {pregunta}: sin comprobación pública (falta la carpeta tests u otter-grader).")


grader = SinComprobaciones()
if os.path.isdir("tests"):
    try:
        import otter

        grader = otter.Notebook()
    except ImportError:
        print("otter-grader no está instalado: pip install -r requirements.txt")

# %% [markdown]
# ## 1. El texto
#
# Hay dos textos para elegir: `shakespeare.txt`, en inglés, y `cabromagico.txt`, en español. Para
# cambiar de texto basta cambiar el nombre en `corpus`. Si el archivo no está en la carpeta de
# trabajo, la celda lo descarga.

# %%
corpus = "shakespeare.txt"  # la alternativa es "cabromagico.txt"

if not os.path.exists(corpus):
    publicado_en = "https://raw.githubusercontent.com/GAMES-UChile/Curso-Modelos-Generativos-Profundos/main/labs/data/"
    urllib.request.urlretrieve(publicado_en + corpus, corpus + ".parcial")
    os.replace(corpus + ".parcial", corpus)  # así una descarga interrumpida no deja un texto a medias

with open(corpus, encoding="utf-8") as archivo:
    text = archivo.read()

print(f"{len(text):,} caracteres")
print(text[:300])

# %% [markdown]
# Nuestro modelo lee y escribe **caracteres**: cada carácter distinto es un símbolo (*token*) del
# vocabulario. Ordenarlos fija de una vez qué número le toca a cada uno.

# %%
chars = sorted(set(text))
vocab_size = len(chars)

print(vocab_size, "caracteres distintos:", repr("".join(chars)))

# %% [raw]
# # BEGIN QUESTION
# name: a

# %% [markdown]
# ### Pregunta a) Vocabulario: `stoi`, `itos`, `encode` y `decode` (0.5 puntos)
#
# Una red opera con números, así que necesitamos traducir en ambos sentidos. A partir de la lista
# ordenada `chars`, define:
#
# - `stoi`: diccionario de carácter a índice (`str` → `int`), donde el índice es la posición en `chars`;
# - `itos`: la traducción inversa, de índice a carácter (`int` → `str`);
# - `encode(s)`: recibe un `str` y retorna una **lista de `int`**, uno por carácter;
# - `decode(tokens)`: recibe una lista de `int` y retorna el `str` correspondiente.
#
# Para todo texto `s` escrito con el vocabulario debe cumplirse `decode(encode(s)) == s`. Un carácter
# que no está en el vocabulario debe producir un error, no desaparecer en silencio.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
# la posición de cada carácter en la lista ordenada es su índice
stoi = {ch: i for i, ch in enumerate(chars)}
itos = dict(enumerate(chars))


def encode(s):
    """Convierte un texto en la lista de los índices de sus caracteres."""
    return [stoi[c] for c in s]  # un carácter desconocido levanta KeyError


def decode(tokens):
    """Convierte una lista de índices en el texto que representan."""
    return "".join(itos[i] for i in tokens)


# END SOLUTION
""" # BEGIN PROMPT
stoi, itos = None, None


def encode(s):
    '''Convierte un texto en la lista de los índices de sus caracteres.'''
    raise NotImplementedError("Pregunta a) falta escribir encode")


def decode(tokens):
    '''Convierte una lista de índices en el texto que representan.'''
    raise NotImplementedError("Pregunta a) falta escribir decode")
"""  # END PROMPT

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: encode entrega una lista de enteros y decode un texto.
failure_message: Revisa los tipos. encode retorna una lista de int, uno por carácter, y decode retorna un str.
"""  # END TEST CONFIG


def test_a_tipos(env):
    tokens = env["encode"]("arena")
    assert isinstance(tokens, list)
    assert len(tokens) == 5
    assert all(type(token) is int for token in tokens)
    assert isinstance(env["decode"](tokens), str)


# %%
""" # BEGIN TEST CONFIG
success_message: Codificar y decodificar devuelve el texto de partida.
failure_message: Al codificar un trozo del corpus y decodificarlo no se recupera el mismo trozo.
"""  # END TEST CONFIG


def test_a_ida_y_vuelta(env):
    trozo = env["text"][1000:1500]
    assert env["decode"](env["encode"](trozo)) == trozo


# %%
""" # BEGIN TEST CONFIG
success_message: stoi e itos cubren el vocabulario completo.
failure_message: stoi e itos deben tener una entrada por cada carácter de chars, y ninguna más.
"""  # END TEST CONFIG


def test_a_tablas(env):
    assert len(env["stoi"]) == len(env["itos"]) == env["vocab_size"]


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# Una frase conocida permite verificar la numeración en cada corpus.

# %%
conocidas = {
    "shakespeare.txt": [46, 53, 50, 39, 6, 1, 55, 59, 43, 1, 58, 39, 50, 12],
    "cabromagico.txt": [73, 80, 77, 66, 14, 4, 82, 86, 70, 4, 85, 66, 77, 33],
}
assert encode("hola, que tal?") == conocidas[corpus]
assert decode(encode("hola, que tal?")) == "hola, que tal?"

# %% [markdown]
# Con esto, el corpus completo pasa a ser un tensor de enteros. Reservamos el último 10 % para
# validar: el modelo nunca se entrena con esa parte, y por eso su pérdida allí dice cuánto generaliza.

# %%
data = torch.tensor(encode(text), dtype=torch.long)
n = int(0.9 * len(data))
train_data, val_data = data[:n], data[n:]

print(f"{len(train_data):,} tokens para entrenar y {len(val_data):,} para validar")
print(data[:9].tolist())

# %% [markdown]
# ## 2. Ventanas y lotes
#
# El modelo no recibe el texto entero, sino ventanas de a lo más `block_size` tokens. Una sola ventana
# contiene muchos ejemplos: en cada posición $t$, el contexto es todo lo anterior y el blanco es el
# token que sigue.

# %%
block_size = 8

ventana = train_data[: block_size + 1]
for t in range(block_size):
    print(f"contexto {ventana[: t + 1].tolist()} -> siguiente {ventana[t + 1].item()}")

# %% [markdown]
# Para aprovechar el paralelismo se procesan `batch_size` ventanas a la vez. En `x` e `y`, de forma
# `(batch_size, block_size)`, cada fila de `y` es la de `x` corrida un lugar: `y[b, t]` es lo que viene
# después de `x[b, : t + 1]`.
#
# **Aquí va tu RUT por primera vez.**

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

# %% [markdown]
# ## 3. Un punto de comparación: bigramas
#
# El modelo más simple predice el siguiente carácter mirando solo el actual. Es una tabla de
# `vocab_size × vocab_size`: la fila del token actual contiene los *logits* del siguiente. Se entrena con la
# entropía cruzada
#
# $$\mathcal{L} = -\frac{1}{BT}\sum_{b,t} \log p\left(y_{b,t} \mid x_{b,t}\right).$$
#
# Una predicción uniforme tiene pérdida $\ln V$, con $V$ el tamaño del vocabulario: es la vara mínima.
# Este modelo se entrega hecho; fíjate en su interfaz, porque el GPT tendrá la misma.


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

# %%
inicio = torch.zeros((1, 1), dtype=torch.long)
print(decode(bigram.generate(inicio, max_new_tokens=100)[0].tolist()))

# %% [markdown]
# ## 4. Mirar hacia atrás: promedios, máscara y softmax
#
# Queremos que cada posición reúna información de las anteriores, sin ver el futuro. La forma más simple
# es promediar: $\bar{x}_t = \frac{1}{t}\sum_{s \le t} x_s$. Ese promedio es un producto con una matriz
# triangular inferior cuyas filas suman uno. Y esa matriz se obtiene de otra manera, que es la que importa:
# se parte de puntajes (aquí, todos cero), se pone $-\infty$ en el futuro y se aplica softmax por filas.

# %%
T = 4
tril = torch.tril(torch.ones(T, T))
promedio = tril / tril.sum(dim=1, keepdim=True)  # (T, T), filas que suman 1

puntajes = torch.zeros(T, T)
puntajes = puntajes.masked_fill(tril == 0, float("-inf"))  # el futuro queda fuera
pesos = F.softmax(puntajes, dim=-1)

assert torch.allclose(promedio, pesos)
print(pesos)

# %% [markdown]
# Con puntajes en cero todos los pesos son iguales. La **auto-atención** deja que los datos decidan los
# puntajes. De cada vector $x_t$ salen tres proyecciones lineales: una consulta $q_t$ (qué busco), una
# llave $k_t$ (qué ofrezco) y un valor $v_t$ (qué entrego si me eligen). Con $Q$, $K$ y $V$ las matrices que las
# reúnen por filas,
#
# $$\mathrm{Atención}(Q, K, V) = \mathrm{softmax}\left(\frac{QK^\top}{\sqrt{d_k}} + M\right)V,$$
#
# donde $d_k$ es la dimensión de las llaves y $M$ la máscara: $0$ hacia el pasado y $-\infty$ hacia el futuro.

# %% [raw]
# # BEGIN QUESTION
# name: b
# manual: true
# points: 0.25

# %% [markdown]
# ### Pregunta b) Por qué proyectar con Q y K (bono, 0.25 puntos)
#
# Los puntajes también podrían calcularse con los vectores tal como llegan, `X @ X.transpose(-2, -1)`, sin
# aprender proyecciones. Explica qué se pierde. Considera la simetría de esa matriz, qué ocurre en su
# diagonal y qué puede ajustar el entrenamiento en cada caso. Bastan entre cuatro y ocho líneas.

# %% [raw]
# # BEGIN PROMPT

# %% [markdown]
# _Escribe aquí tu respuesta, reemplazando este texto._

# %% [raw]
# # END PROMPT

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# La matriz $XX^\top$ es simétrica: el puntaje de $t$ hacia $s$ sería el mismo que el de $s$ hacia $t$, pero las
# relaciones del lenguaje tienen dirección (un verbo busca a su sujeto de otro modo que el sujeto al verbo).
# Además la diagonal contiene las normas al cuadrado, que suelen dominar: cada token se atendería sobre todo
# a sí mismo y a los que se le parecen.
#
# Con $QK^\top = XW_QW_K^\top X^\top$ la forma bilineal se aprende y no es simétrica: el modelo decide qué
# rasgos se buscan y cuáles se ofrecen, y puede separar esa decisión del contenido que transporta el valor. Cada
# cabeza aprende su propia noción de relevancia; sin proyecciones todas calcularían los mismos puntajes.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: c
# manual: true
# points: 0.25

# %% [markdown]
# ### Pregunta c) Por qué escalar por $1/\sqrt{d_k}$ (bono, 0.25 puntos)
#
# Explica para qué se dividen los puntajes por $\sqrt{d_k}$ antes del softmax. Apóyate en la varianza de un
# producto punto $q \cdot k$ cuyas componentes son independientes, de media cero y varianza uno, y di qué les
# ocurre al softmax y a sus gradientes si no se escala.

# %% [raw]
# # BEGIN PROMPT

# %% [markdown]
# _Escribe aquí tu respuesta, reemplazando este texto._

# %% [raw]
# # END PROMPT

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# El producto punto es una suma de $d_k$ términos independientes de media cero y varianza uno, luego
# $\mathrm{Var}(q \cdot k) = d_k$ y su tamaño típico crece como $\sqrt{d_k}$. Dividir por $\sqrt{d_k}$ devuelve la varianza a uno,
# cualquiera sea el tamaño de la cabeza.
#
# Sin escalar, los puntajes son grandes y el softmax se satura: casi toda la masa cae en una sola posición. Su
# jacobiano, $p_i(\delta_{ij} - p_j)$, queda casi nulo, y las proyecciones de consulta y llave apenas reciben
# gradiente al comienzo del entrenamiento.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Un ejemplo con números
#
# Con `head_size = 16` recorremos la atención paso a paso sobre datos al azar, todavía **sin** el factor de
# escala. Cada fila de la figura dice cuánto mira una posición a cada una de las anteriores.

# %%
B, T, C = 4, 8, 32  # lote, tiempo, canales
head_size = 16
ejemplo = torch.randn(B, T, C)

proyeccion_k = nn.Linear(C, head_size, bias=False)
proyeccion_q = nn.Linear(C, head_size, bias=False)
proyeccion_v = nn.Linear(C, head_size, bias=False)

afinidad = proyeccion_q(ejemplo) @ proyeccion_k(ejemplo).mT  # (B, T, T)
futuro = torch.ones(T, T, dtype=torch.bool).triu(1)  # verdadero sobre la diagonal
atencion = afinidad.masked_fill(futuro, -math.inf).softmax(-1)  # (B, T, T)
resultado = atencion @ proyeccion_v(ejemplo)  # (B, T, head_size)

print(resultado.shape)
plt.imshow(atencion[0].detach(), cmap="viridis")
plt.xlabel("posición mirada")
plt.ylabel("posición que mira")
plt.colorbar()
plt.show()

# %% [markdown]
# ## 5. Las piezas del Transformer
#
# Las clases que siguen leen sus tamaños de variables globales (`n_embd`, `block_size`, `dropout`, `n_head`,
# `n_layer`, `vocab_size`, `device`), al construirse y al usarse. Para probar mientras programas usamos tamaños
# de juguete; los definitivos vienen más abajo.

# %%
n_embd = 32
n_head = 4
n_layer = 2
dropout = 0.2
device = "cpu"

# %% [raw]
# # BEGIN QUESTION
# name: d

# %% [markdown]
# ### Pregunta d) `Head`: una cabeza de auto-atención causal (1.5 puntos)
#
# Escribe la clase `Head(head_size)`, un `nn.Module`.
#
# - `__init__(self, head_size)`: tres proyecciones lineales **sin sesgo** de `n_embd` a `head_size`, llamadas `key`,
#   `query` y `value`; la máscara triangular de `block_size × block_size`, guardada con `register_buffer` (no es un
#   parámetro); y, si quieres, una capa de `dropout` (es opcional: la fórmula no lo tiene).
# - `forward(self, x)`: recibe `x` de forma `(B, T, n_embd)`, con `T` menor o igual que `block_size`, y retorna un
#   tensor `(B, T, head_size)`. Implementa la fórmula de la atención: puntajes escalados por $1/\sqrt{d_k}$ con
#   $d_k$ igual a `head_size`, máscara causal, softmax y suma ponderada de los valores; el dropout, si lo usas, va
#   **sobre los pesos**, después del softmax.
#
# La salida en la posición $t$ solo puede depender de las entradas en las posiciones $0, \dots, t$.

# %% [raw]
# # BEGIN SOLUTION


# %%
class Head(nn.Module):
    """Una cabeza de auto-atención causal."""

    def __init__(self, head_size):
        """Crea las proyecciones, la máscara y el dropout."""
        super().__init__()
        # BEGIN SOLUTION NO PROMPT
        self.key = nn.Linear(n_embd, head_size, bias=False)
        self.query = nn.Linear(n_embd, head_size, bias=False)
        self.value = nn.Linear(n_embd, head_size, bias=False)
        # la máscara no se aprende, pero debe viajar con el modelo a la GPU
        self.register_buffer("tril", torch.tril(torch.ones(block_size, block_size)))
        self.dropout = nn.Dropout(dropout)
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta d) falta escribir Head.__init__")
        """  # END PROMPT

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de forma (B, T, head_size)."""
        # BEGIN SOLUTION NO PROMPT
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
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta d) falta escribir Head.forward")
        """  # END PROMPT


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: La salida tiene la forma pedida, también cuando T es menor que block_size.
failure_message: Con x de forma (2, T, n_embd) la salida debe ser (2, T, head_size), para T igual a block_size y también para T menor.
"""  # END TEST CONFIG


def test_d_forma(env):
    import torch

    largo = env["block_size"]
    head = env["Head"](6).eval()
    for T in (largo, largo // 2, 1):
        assert tuple(head(torch.zeros(2, T, env["n_embd"])).shape) == (2, T, 6)


# %%
""" # BEGIN TEST CONFIG
success_message: Cambiar el último token no altera las salidas anteriores.
failure_message: Al cambiar solo el último token cambió alguna salida anterior. Una posición no debe ver las que vienen después.
"""  # END TEST CONFIG


def test_d_ultimo_token(env):
    import torch

    head = env["Head"](6).eval()
    x = torch.linspace(-1, 1, 5 * env["n_embd"]).reshape(1, 5, env["n_embd"])
    otro = x.clone()
    otro[:, -1] = 3.0
    assert torch.allclose(head(x)[:, :-1], head(otro)[:, :-1], atol=1e-6)


# %%
""" # BEGIN TEST CONFIG
success_message: Los parámetros entrenables son los de las tres proyecciones.
failure_message: Head debe tener solo los parámetros de tres proyecciones lineales sin sesgo. La máscara no es un parámetro.
"""  # END TEST CONFIG


def test_d_parametros(env):
    head = env["Head"](6)
    assert sum(p.numel() for p in head.parameters()) == 3 * 6 * env["n_embd"]


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ### Varias cabezas en paralelo
#
# Cada cabeza aprende un criterio de relevancia distinto. `MultiHeadAttention`, que se entrega hecha, las
# ejecuta en paralelo, concatena sus salidas y las mezcla con una proyección final.


# %%
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


# %% [raw]
# # BEGIN QUESTION
# name: e

# %% [markdown]
# ### Pregunta e) `FeedForward`: la red posición a posición (0.75 puntos)
#
# Después de comunicarse, cada posición procesa por su cuenta lo que reunió. Escribe la clase `FeedForward(n_embd)`
# siguiendo la sección 3.3 de *Attention Is All You Need*:
#
# $$\mathrm{FFN}(x) = \max(0,\; xW_1 + b_1)\,W_2 + b_2,$$
#
# con una capa interna de ancho $4 \cdot$ `n_embd`. Al final puede ir una capa de `dropout` (variable global); como en
# `Head`, es opcional. Recibe y retorna tensores de forma `(B, T, n_embd)`, y trata cada posición con independencia de
# las demás.

# %% [raw]
# # BEGIN SOLUTION


# %%
class FeedForward(nn.Module):
    """Una red de dos capas que se aplica a cada posición por separado."""

    def __init__(self, n_embd):
        """Crea las capas; la interna tiene ancho 4 * n_embd."""
        super().__init__()
        # BEGIN SOLUTION NO PROMPT
        self.net = nn.Sequential(
            nn.Linear(n_embd, 4 * n_embd),  # la capa interna es cuatro veces más ancha
            nn.ReLU(),
            nn.Linear(4 * n_embd, n_embd),  # de vuelta al ancho de la vía residual
            nn.Dropout(dropout),
        )
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta e) falta escribir FeedForward.__init__")
        """  # END PROMPT

    def forward(self, x):
        """Lleva x de forma (B, T, n_embd) a una salida de la misma forma."""
        # BEGIN SOLUTION NO PROMPT
        return self.net(x)  # (B, T, n_embd): nn.Linear actúa solo sobre la última dimensión
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta e) falta escribir FeedForward.forward")
        """  # END PROMPT


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: La salida conserva la forma de la entrada.
failure_message: La salida de FeedForward debe tener la misma forma que su entrada, (B, T, n_embd).
"""  # END TEST CONFIG


def test_e_forma(env):
    import torch

    ancho = env["n_embd"]
    red = env["FeedForward"](ancho).eval()
    for B, T in ((1, 1), (3, 5)):
        assert tuple(red(torch.ones(B, T, ancho)).shape) == (B, T, ancho)


# %%
""" # BEGIN TEST CONFIG
success_message: Entradas distintas dan salidas distintas.
failure_message: Dos entradas distintas dieron la misma salida. Revisa que forward use x y las capas que creaste.
"""  # END TEST CONFIG


def test_e_usa_la_entrada(env):
    import torch

    ancho = env["n_embd"]
    red = env["FeedForward"](ancho).eval()
    assert not torch.allclose(red(torch.ones(1, 2, ancho)), red(-torch.ones(1, 2, ancho)))


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: f
# manual: true
# points: 0.5

# %% [markdown]
# ### Pregunta f) Relación entre `n_head` y `head_size` (0.5 puntos)
#
# Explica cómo se relacionan `n_head`, `head_size` y `n_embd` en un bloque con varias cabezas. Di qué forma tiene
# cada tensor antes y después de concatenar, qué pasa con la cantidad de parámetros de las proyecciones al aumentar
# `n_head` con `n_embd` fijo, y qué se gana y qué se arriesga al tener muchas cabezas.

# %% [raw]
# # BEGIN PROMPT

# %% [markdown]
# _Escribe aquí tu respuesta, reemplazando este texto._

# %% [raw]
# # END PROMPT

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# Se elige `head_size = n_embd // n_head`, de modo que `n_head * head_size = n_embd` (`n_head` debe dividir a
# `n_embd`). Cada cabeza entrega `(B, T, head_size)` y, al concatenar las `n_head` salidas, se recupera
# `(B, T, n_embd)`, que es lo que exige la conexión residual.
#
# Cada cabeza tiene $3 \cdot$ `n_embd` $\cdot$ `head_size` pesos, y las `n_head` juntas $3 \cdot$ `n_embd`$^2$: el
# total no depende de en cuántas cabezas se reparta el ancho. Con más cabezas hay más patrones de atención
# simultáneos, pero cada uno compara vectores de menor dimensión; con demasiadas, cada cabeza queda con muy pocas
# componentes para distinguir lo que busca.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: g

# %% [markdown]
# ### Pregunta g) `DecoderBlock.forward`: pre-LN y conexiones residuales (0.75 puntos)
#
# Un bloque alterna comunicación (`sa`) y cómputo (`ffwd`). Para que muchos bloques apilados se puedan entrenar,
# cada sub-capa **suma** su resultado a lo que recibió, y la normalización va **antes** de la sub-capa (*pre-LN*):
#
# $$h = x + \mathrm{sa}(\mathrm{ln}_1(x)), \qquad y = h + \mathrm{ffwd}(\mathrm{ln}_2(h)).$$
#
# El constructor está dado. Escribe solo `forward(self, x)`, que recibe y retorna `(B, T, n_embd)`.

# %% [raw]
# # BEGIN SOLUTION


# %%
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
        # BEGIN SOLUTION NO PROMPT
        # se normaliza la entrada de cada sub-capa; la vía residual queda intacta
        x = x + self.sa(self.ln1(x))  # (B, T, n_embd)
        x = x + self.ffwd(self.ln2(x))  # (B, T, n_embd)
        return x
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta g) falta escribir DecoderBlock.forward")
        """  # END PROMPT


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: El bloque conserva la forma de su entrada, así que se puede apilar.
failure_message: Con x de forma (B, T, n_embd) el bloque debe entregar esa misma forma.
"""  # END TEST CONFIG


def test_g_forma(env):
    import torch

    bloque = env["DecoderBlock"](env["n_embd"], env["n_head"]).eval()
    x = torch.ones(2, 3, env["n_embd"])
    assert bloque(x).shape == x.shape


# %%
""" # BEGIN TEST CONFIG
success_message: Las cuatro partes del bloque participan del cálculo.
failure_message: Alguna de las partes sa, ffwd, ln1 o ln2 no participa del cálculo de forward.
"""  # END TEST CONFIG


def test_g_usa_todo(env):
    import torch

    bloque = env["DecoderBlock"](env["n_embd"], env["n_head"]).eval()
    llamadas = set()
    for nombre in ("sa", "ffwd", "ln1", "ln2"):
        getattr(bloque, nombre).register_forward_hook(lambda *_, nombre=nombre: llamadas.add(nombre))
    bloque(torch.ones(1, 2, env["n_embd"]))
    assert len(llamadas) == 4


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: h

# %% [markdown]
# ### Pregunta h) `GPTLanguageModel`: `forward` y `generate` (1.0 puntos)
#
# El modelo completo suma dos *embeddings*, uno por el token y otro por su posición, los pasa por `n_layer`
# bloques, aplica una última normalización y proyecta al vocabulario. El constructor está dado.
#
# - `forward(self, idx, targets=None)`: `idx` y `targets` son enteros de forma `(B, T)`. Retorna `(logits, loss)`.
#   - Sin `targets`: `logits` de forma `(B, T, vocab_size)` y `loss` igual a `None`.
#   - Con `targets`: `logits` aplanados a `(B*T, vocab_size)` y `loss` la entropía cruzada media, un escalar.
# - `generate(self, idx, max_new_tokens)`: repite `max_new_tokens` veces: recorta el contexto a los últimos
#   `block_size` tokens, calcula los logits, toma los de la **última** posición, los convierte en probabilidades con
#   softmax, **muestrea** un token por fila y lo agrega al final. Retorna `(B, T + max_new_tokens)`, con el contexto
#   original al comienzo.
#
# Los índices de las posiciones, $0, \dots, T-1$, deben crearse en el mismo dispositivo que `idx`.

# %% [raw]
# # BEGIN SOLUTION


# %%
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
        # BEGIN SOLUTION NO PROMPT
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
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta h) falta escribir GPTLanguageModel.forward")
        """  # END PROMPT

    @torch.no_grad()
    def generate(self, idx, max_new_tokens):
        """Extiende cada fila de idx, de forma (B, T), con max_new_tokens tokens muestreados."""
        # BEGIN SOLUTION NO PROMPT
        for _ in range(max_new_tokens):
            idx_cond = idx[:, -block_size:]  # no hay embeddings para más posiciones
            logits, _ = self(idx_cond)  # (B, T, V)
            probs = F.softmax(logits[:, -1, :], dim=-1)  # (B, V): solo interesa lo que sigue
            idx_next = torch.multinomial(probs, num_samples=1)  # (B, 1)
            idx = torch.cat((idx, idx_next), dim=1)  # (B, T + 1)
        return idx
        # END SOLUTION
        """ # BEGIN PROMPT
        raise NotImplementedError("Pregunta h) falta escribir GPTLanguageModel.generate")
        """  # END PROMPT


# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: Sin targets, forward entrega logits de forma (B, T, vocab_size) y None.
failure_message: Llamado sin targets, forward debe retornar el par (logits, None), con logits de forma (B, T, vocab_size).
"""  # END TEST CONFIG


def test_h_sin_targets(env):
    import torch

    modelo = env["GPTLanguageModel"]().to(env["device"]).eval()
    idx = torch.zeros((2, 3), dtype=torch.long, device=env["device"])
    logits, loss = modelo(idx)
    assert loss is None
    assert tuple(logits.shape) == (2, 3, env["vocab_size"])


# %%
""" # BEGIN TEST CONFIG
success_message: Con targets, forward entrega logits aplanados y una pérdida escalar.
failure_message: Llamado con targets, forward debe retornar logits de forma (B*T, vocab_size) y una pérdida que sea un solo número.
"""  # END TEST CONFIG


def test_h_con_targets(env):
    import torch

    modelo = env["GPTLanguageModel"]().to(env["device"]).eval()
    idx = torch.zeros((2, 3), dtype=torch.long, device=env["device"])
    logits, loss = modelo(idx, idx)
    assert tuple(logits.shape) == (6, env["vocab_size"])
    assert loss.dim() == 0 and loss.item() > 0


# %%
""" # BEGIN TEST CONFIG
success_message: generate extiende el contexto, aunque este sea más largo que block_size.
failure_message: generate debe retornar el contexto seguido de max_new_tokens índices válidos, también si el contexto supera block_size.
"""  # END TEST CONFIG


def test_h_generate(env):
    import torch

    modelo = env["GPTLanguageModel"]().to(env["device"]).eval()
    idx = torch.ones((1, env["block_size"] + 2), dtype=torch.long, device=env["device"])
    salida = modelo.generate(idx, 3)
    assert tuple(salida.shape) == (1, env["block_size"] + 5)
    assert torch.equal(salida[:, :-3], idx)
    assert 0 <= salida.min().item() and salida.max().item() < env["vocab_size"]


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## 6. Entrenar
#
# Estos son los hiper-parámetros de partida. Con una GPU puedes aumentarlos (por ejemplo, `batch_size = 64`,
# `block_size = 256` y `max_iters = 8000`); sin GPU conviene achicarlos mientras pruebas. `n_head` debe dividir a
# `n_embd`.

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

# %%
model = GPTLanguageModel().to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)

print(f"{sum(p.numel() for p in model.parameters()):,} parámetros, en {device}")

# %% [markdown]
# `get_batch` es la de antes, con los tensores puestos en `device`. `estimate_loss` promedia la pérdida de un modelo
# sobre `eval_iters` lotes de cada parte: la de un solo lote es demasiado ruidosa para comparar. Mientras mide, apaga el
# dropout (`eval`) y el cálculo de gradientes.


# %%
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
# ### Dos controles antes de gastar cómputo
#
# Un modelo sin entrenar no debería preferir ningún carácter, de modo que su pérdida inicial debe estar cerca de
# $\ln V$. Si parte muy por encima, algo está mal inicializado; si parte muy por debajo, algo está viendo el futuro.

# %%
perdida_inicial = estimate_loss(model)["val"]
print(f"pérdida inicial {perdida_inicial:.3f}; ln(vocab_size) = {math.log(vocab_size):.3f}")
assert abs(perdida_inicial - math.log(vocab_size)) < 0.7

# %% [markdown]
# El segundo control: generar agrega exactamente los tokens pedidos.

# %%
inicio = torch.zeros((1, 1), dtype=torch.long, device=device)
assert model.generate(inicio, max_new_tokens=20).shape == (1, 21)

# %% [raw]
# # BEGIN QUESTION
# name: i

# %% [markdown]
# ### Pregunta i) El ciclo de entrenamiento (1.0 puntos)
#
# Entrena `model` con `optimizer` durante `max_iters` pasos. En cada paso:
#
# 1. pide un lote de entrenamiento con `get_batch`;
# 2. calcula la pérdida;
# 3. borra los gradientes anteriores, propaga hacia atrás y da **un** paso del optimizador.
#
# Cada `eval_interval` pasos, y también en el último, muestra las pérdidas de entrenamiento y de validación que
# entrega `estimate_loss(model)`.
#
# **Aquí va tu RUT por segunda vez.** Usa los nombres globales (`model`, `optimizer`, `get_batch`, `max_iters`,
# `eval_interval`), sin crear otro modelo dentro del ciclo.

# %% [raw]
# # BEGIN SOLUTION

# %%
torch.manual_seed(1337)
# BEGIN SOLUTION NO PROMPT
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
# END SOLUTION
""" # BEGIN PROMPT
raise NotImplementedError("Pregunta i) falta escribir el ciclo de entrenamiento")
"""  # END PROMPT

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: El modelo entrenado predice mejor que el azar en textos que no vio.
failure_message: La pérdida de validación no bajó de ln(vocab_size), la de adivinar al azar. Revisa el ciclo, o entrena más pasos.
"""  # END TEST CONFIG


def test_i_mejor_que_el_azar(env):
    import math

    import torch

    with torch.no_grad():
        perdidas = [env["model"](*env["get_batch"]("val"))[1].item() for _ in range(10)]
    assert sum(perdidas) / len(perdidas) < math.log(env["vocab_size"])


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## 7. Generar texto
#
# Con el modelo entrenado se genera igual que con el de bigramas: partimos de un solo token y dejamos que siga. La
# muestra queda además en el archivo `muestra.txt`.

# %%
model.eval()
inicio = torch.zeros((1, 1), dtype=torch.long, device=device)
muestra = decode(model.generate(inicio, max_new_tokens=500)[0].tolist())
print(muestra)

with open("muestra.txt", "w", encoding="utf-8") as archivo:
    archivo.write(muestra)

# %% [raw]
# # BEGIN QUESTION
# name: j

# %% [markdown]
# ### Pregunta j) El modelo base de bigramas, comparado con el GPT (bono, 0.25 puntos)
#
# ¿Cuánto aporta mirar más atrás? Para medirlo hace falta un rival entrenado.
#
# - Crea `baseline`, un `BigramLanguageModel` nuevo en `device`, con su **propio** optimizador.
# - Entrénalo durante `max_iters` pasos con lotes de entrenamiento. Una tabla tolera una tasa de aprendizaje mayor que
#   la del GPT; por ejemplo, `1e-2`.
# - Muestra las pérdidas de entrenamiento y de validación de ambos modelos, medidas con `estimate_loss`.
#
# Luego compara los resultados por escrito en la celda que sigue al código.

# %% [raw]
# # BEGIN SOLUTION

# %%
# BEGIN SOLUTION NO PROMPT
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
# END SOLUTION
""" # BEGIN PROMPT
raise NotImplementedError("Pregunta j) falta entrenar y comparar el modelo base")
"""  # END PROMPT

# %% [raw]
# # END SOLUTION

# %% [raw]
# # BEGIN TESTS

# %%
""" # BEGIN TEST CONFIG
success_message: El modelo base entrenado es mejor que uno sin entrenar.
failure_message: La pérdida de baseline no es menor que la de un BigramLanguageModel recién creado. Revisa su ciclo y su optimizador.
"""  # END TEST CONFIG


def test_j_aprendio(env):
    baseline = env["baseline"]
    nuevo = type(baseline)(env["vocab_size"]).to(env["device"])
    assert isinstance(baseline, env["BigramLanguageModel"])
    assert env["estimate_loss"](baseline)["val"] < env["estimate_loss"](nuevo)["val"] - 0.05


# %% [raw]
# # END TESTS

# %% [raw]
# # END QUESTION

# %% [raw]
# # BEGIN QUESTION
# name: j_comparacion
# manual: true
# points: 0.25

# %% [markdown]
# **La comparación (segunda parte de la pregunta j).** Compara las pérdidas y las muestras de ambos modelos: cuánto
# mejora el GPT, a qué se debe, y qué dice en cada uno la distancia entre entrenamiento y validación.

# %% [raw]
# # BEGIN PROMPT

# %% [markdown]
# _Escribe aquí tu respuesta, reemplazando este texto._

# %% [raw]
# # END PROMPT

# %% [raw]
# # BEGIN SOLUTION

# %% [markdown]
# El modelo de bigramas se estanca cerca de la entropía de un carácter dado el anterior (unos 2.5 nats en
# `shakespeare.txt`): su tabla ya no tiene qué aprender, y entrenamiento y validación casi coinciden. El GPT baja
# de 2 nats porque usa hasta `block_size` caracteres de contexto; escribe palabras y diálogos reconocibles, donde el otro
# solo encadena pares de letras plausibles.
#
# Con millones de parámetros, el GPT sí puede memorizar: su pérdida de validación se separa de la de entrenamiento a
# medida que avanza, y esa brecha, más que el valor final, indica cuándo conviene detenerse o regularizar.

# %% [raw]
# # END SOLUTION

# %% [raw]
# # END QUESTION

# %% [markdown]
# ## Antes de entregar
#
# Reinicia el kernel, ejecuta todas las celdas en orden y revisa que ninguna termine en error. Verifica que tu nombre
# está arriba, que tu RUT está en los dos lugares y que guardaste el archivo.
