"""
question = "j"
es = "El lote se pide una sola vez, y el modelo base ve siempre el mismo."
en = "The batch is drawn only once, and the baseline always sees the same one."
shows_es = "los {steps} pasos aprenden todos del mismo lote."
shows_en = "all {steps} steps learn from the same batch."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

xb, yb = get_batch("train")  # (B, T) cada uno
for _ in range(max_iters):
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
