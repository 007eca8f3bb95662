"""
question = "j"
es = "La pérdida compara con la entrada misma y no con lo que sigue."
en = "The loss compares with the input itself and not with what comes next."
shows_es = "el gradiente es el de predecir cada token a partir de sí mismo."
shows_en = "the gradient is that of predicting each token from itself."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, xb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
