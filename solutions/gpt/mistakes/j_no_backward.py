"""
question = "j"
es = "Falta backward: el modelo base no tiene gradientes y no aprende."
en = "backward is missing: the baseline has no gradients and does not learn."
shows_es = "en {steps} pasos del optimizador nunca se propagó una pérdida: el modelo terminó igual que empezó."
shows_en = "in {steps} optimizer steps no loss was ever propagated: the model ended as it began."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
