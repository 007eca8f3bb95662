"""
question = "j"
es = "El modelo base se evalúa dentro de torch.no_grad(): la pérdida no guarda de dónde viene."
en = "The baseline is run inside torch.no_grad(): the loss does not remember where it comes from."
shows_es = "el modelo base se evaluó con los gradientes apagados: backward no tiene qué propagar."
shows_en = "the baseline was run with gradients off: backward has nothing to propagate."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    with torch.no_grad():
        logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
