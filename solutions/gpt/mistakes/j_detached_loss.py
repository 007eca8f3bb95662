"""
question = "j"
es = "La pérdida se calcula con logits separados del grafo: no hay de dónde propagar."
en = "The loss is computed from detached logits: there is nothing to propagate through."
shows_es = "la pérdida no llegó al modelo: sus logits tenían gradiente y lo perdieron antes de propagar."
shows_en = "the loss never reached the model: its logits had a gradient and lost it before it was propagated."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, _ = baseline(xb)  # (B, T, V)
    loss = F.cross_entropy(logits.detach().flatten(0, 1), yb.flatten())
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
