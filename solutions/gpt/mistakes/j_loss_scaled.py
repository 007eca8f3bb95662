"""
question = "j"
es = "La pérdida se multiplica por 1000 antes de propagarla, y nada lo deshace."
en = "The loss is multiplied by 1000 before it is propagated, and nothing undoes it."
shows_es = "en el paso {step} el gradiente es {factor} veces el de la pérdida de su lote."
shows_en = "at step {step} the gradient is {factor} times that of its batch's loss."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    (1000 * loss).backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
