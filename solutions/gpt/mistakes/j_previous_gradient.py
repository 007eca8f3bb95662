"""
question = "j"
es = "step va antes que zero_grad y backward: cada paso usa el gradiente del lote anterior."
en = "step comes before zero_grad and backward: each step uses the gradient of the previous batch."
shows_es = "en el paso {step} el gradiente es el del lote anterior, calculado con los parámetros de entonces."
shows_en = "at step {step} the gradient is the previous batch's, computed with the parameters of that time."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.step()
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
