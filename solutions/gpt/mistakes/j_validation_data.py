"""
question = "j"
es = "El modelo base se entrena con los datos de validación."
en = "The baseline is trained on the validation data."
shows_es = "los {count} lotes con que aprende salen de val_data."
shows_en = "the {count} batches that it learns from come from val_data."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("val")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
