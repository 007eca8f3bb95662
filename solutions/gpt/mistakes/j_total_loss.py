"""
question = "j"
es = "Se propaga la suma de todas las pérdidas desde el comienzo, y no la del lote."
en = "The sum of all losses since the beginning is propagated, and not the batch's."
shows_es = "en el paso {step} se propagaron también las pérdidas de los {count} lotes anteriores."
shows_en = "at step {step} the losses of the {count} batches before were propagated too."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)
total = 0
for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)
    total = total + loss

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    total.backward(retain_graph=True)
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
