"""
question = "j"
es = "El scheduler divide la tasa por diez en cada paso: en diez pasos ya no se aprende nada."
en = "The scheduler divides the rate by ten at each step: after ten steps nothing is learnt any more."
shows_es = "en {steps} pasos la tasa de aprendizaje cae de {first} a {last}."
shows_en = "in {steps} steps the learning rate falls from {first} to {last}."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)
scheduler = torch.optim.lr_scheduler.ExponentialLR(baseline_optimizer, gamma=0.1)
for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()
    scheduler.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
