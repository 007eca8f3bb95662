"""
question = "j"
es = "step va antes que backward: en cada paso los gradientes ya están borrados."
en = "step comes before backward: at each step the gradients have been wiped."
shows_es = "en los {steps} pasos no había gradientes, y cada pérdida se propagó después de su paso."
shows_en = "at all {steps} steps there were no gradients, and each loss was propagated after its step."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    baseline_optimizer.step()
    loss.backward()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
