"""
question = "j"
es = "El weight_decay es de 1000: cada paso borra buena parte de los parámetros."
en = "The weight_decay is 1000: each step wipes a good part of the parameters."
shows_es = "el weight_decay del optimizador es {decay}."
shows_en = "the optimizer's weight_decay is {decay}."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2, weight_decay=1000)
for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
