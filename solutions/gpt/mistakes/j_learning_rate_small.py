"""
question = "j"
es = "La tasa de aprendizaje es mil veces menor que la del enunciado: la tabla apenas se mueve."
en = "The learning rate is a thousandth of the paper's: the table hardly moves."
shows_es = "la tasa de aprendizaje del optimizador es {rate}."
shows_en = "the optimizer's learning rate is {rate}."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-5)

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
