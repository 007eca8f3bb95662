"""
question = "j"
explanation.es = "El ciclo se escribe como el de la pregunta anterior."
explanation.en = "The loop is written like that of the question before."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

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
