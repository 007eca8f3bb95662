"""
question = "j"
es = "Los logits se aplanan con tiempo y lote cambiados, y cada predicción se compara con el blanco de otra."
en = "The logits are flattened with time and batch swapped, and each prediction is compared with another's target."
shows_es = "el gradiente es el de comparar cada predicción con el blanco de otra fila: lote y tiempo están cambiados."
shows_en = "the gradient is that of comparing each prediction with another row's target: batch and time are swapped."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, _ = baseline(xb)  # (B, T, V)
    loss = F.cross_entropy(logits.transpose(0, 1).reshape(-1, vocab_size), yb.reshape(-1))

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
