"""
question = "j"
es = "El ciclo usa el optimizador del GPT, que no conoce los parámetros del modelo base."
en = "The loop uses the GPT's optimizer, which does not know the baseline's parameters."
named = "j_other_model"
"""

baseline = BigramLanguageModel(vocab_size).to(device)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
