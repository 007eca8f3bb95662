"""
question = "j"
es = "Se entrena m, y se compara baseline, un modelo nuevo que nadie entrenó."
en = "m is trained, and baseline is compared, a new model that nobody trained."
shows_es = "al final de la celda, {name} es un modelo que ningún paso tocó."
shows_en = "at the end of the cell, {name} is a model that no step touched."
"""

m = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(m.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = m(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

baseline = BigramLanguageModel(vocab_size).to(device)
# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
