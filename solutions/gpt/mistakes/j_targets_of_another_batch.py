"""
question = "j"
es = "Entradas y blancos salen de dos llamadas a get_batch: son de lotes distintos."
en = "Inputs and targets come from two calls of get_batch: they are of different batches."
shows_es = "el gradiente es el de unos blancos que en el texto no siguen a la entrada: son de otro lote."
shows_en = "the gradient is that of targets that do not follow the input in the text: they are another batch's."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb = get_batch("train")[0]  # (B, T)
    yb = get_batch("train")[1]  # (B, T)
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
