"""
question = "j"
es = "El optimizador se crea de nuevo en cada paso y pierde sus momentos."
en = "The optimizer is built anew at each step and loses its moments."
shows_es = "los {steps} pasos son de {optimizers} optimizadores distintos."
shows_en = "the {steps} steps are those of {optimizers} different optimizers."
"""

baseline = BigramLanguageModel(vocab_size).to(device)

for _ in range(max_iters):
    baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
