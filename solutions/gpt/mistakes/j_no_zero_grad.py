"""
question = "j"
es = "Falta zero_grad: los gradientes del modelo base se acumulan."
en = "zero_grad is missing: the baseline's gradients pile up."
shows_es = "en el paso {step} el gradiente es la suma de los de los {count} lotes vistos hasta ahí, no el del último."
shows_en = "at step {step} the gradient is the sum of those of the {count} batches seen so far, not that of the last."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
