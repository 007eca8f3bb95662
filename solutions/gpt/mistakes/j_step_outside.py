"""
question = "j"
es = "step está fuera del ciclo, y el modelo base da un solo paso."
en = "step stands outside the loop, and the baseline takes a single step."
shows_es = "se propagaron {backwards} pérdidas y el optimizador dio un solo paso, después de la última."
shows_en = "{backwards} losses were propagated and the optimizer took a single step, after the last."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
