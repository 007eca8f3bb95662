"""
question = "j"
es = "zero_grad está entre backward y step, y borra los gradientes antes de usarlos."
en = "zero_grad stands between backward and step, and wipes the gradients before they are used."
shows_es = "antes de cada paso se propagó la pérdida, y al dar el paso ya no había gradientes."
shows_en = "before each step the loss was propagated, and at the step there were no gradients left."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    loss.backward()
    baseline_optimizer.zero_grad(set_to_none=True)
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
