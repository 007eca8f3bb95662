"""
question = "j"
es = "El ciclo entrena el GPT otra vez, y el modelo base queda sin entrenar."
en = "The loop trains the GPT once more, and the baseline is left untrained."
shows_es = "los {count} ciclos del cuaderno entrenan un {other}."
shows_en = "the notebook's {count} loops train a {other}."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = model(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
