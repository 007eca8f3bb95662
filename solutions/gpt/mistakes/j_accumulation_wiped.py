"""
question = "j"
es = "Se da un paso cada cuatro lotes, pero zero_grad se llama en cada uno: solo cuenta el último."
en = "A step is taken every four batches, but zero_grad is called at each: only the last one counts."
shows_es = "en el paso {step} se propagaron {count} lotes, y el gradiente es solo el del último."
shows_en = "at step {step} {count} batches had been propagated, and the gradient is the last one's alone."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # un paso cada cuatro lotes
    baseline_optimizer.zero_grad(set_to_none=True)
    (loss / 4).backward()
    if (step + 1) % 4 == 0:
        baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
