"""
question = "j"
es = "Falta el paso del optimizador: el modelo base no aprende."
en = "The optimizer's step is missing: the baseline does not learn."
shows_es = "se propagaron {backwards} pérdidas y el optimizador no dio ningún paso."
shows_en = "{backwards} losses were propagated and the optimizer took no step."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
