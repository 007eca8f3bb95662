"""
question = "j"
es = "Los blancos se hacen girando la entrada: el último de cada fila es su primer token."
en = "The targets are made by rolling the input: the last of each row is its first token."
shows_es = "el gradiente es el de la entrada girada un lugar: el último blanco de cada fila es su primer token."
shows_en = "the gradient is that of the input rolled by one: the last target of each row is its first token."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    yb = xb.roll(-1, dims=1)  # (B, T)
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
