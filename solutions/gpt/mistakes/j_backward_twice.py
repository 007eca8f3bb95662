"""
question = "j"
es = "La pérdida se propaga dos veces por lote, y el gradiente es el doble."
en = "The loss is propagated twice a batch, and the gradient is twice as large."
shows_es = "en el paso {step} el gradiente es {times} veces el del lote: la misma pérdida se propagó {times} veces."
shows_en = "at step {step} the gradient is {times} times the batch's: the same loss was propagated {times} times."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward(retain_graph=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
