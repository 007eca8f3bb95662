"""
question = "j"
es = "El modelo base se crea de nuevo en cada vuelta: lo aprendido se pierde."
en = "The baseline is made anew at each turn: what was learnt is lost."
shows_es = "el ciclo entrena {models} modelos distintos, y ninguno más de una vez."
shows_en = "the loop trains {models} different models, and none more than once."
"""

for _ in range(max_iters):
    baseline = BigramLanguageModel(vocab_size).to(device)
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
