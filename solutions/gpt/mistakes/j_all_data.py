"""
question = "j"
es = "Los lotes se arman con todo el texto, también con la parte de validación."
en = "The batches are put together from the whole text, the part for validation included."
shows_es = "de los {count} lotes con que aprende, {mixed} traen ventanas de val_data entre las de train_data."
shows_en = "of the {count} batches that it learns from, {mixed} hold windows of val_data among those of train_data."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    ix = torch.randint(len(data) - block_size, (batch_size,))
    xb = torch.stack([data[i : i + block_size] for i in ix]).to(device)  # (B, T)
    yb = torch.stack([data[i + 1 : i + block_size + 1] for i in ix]).to(device)  # (B, T)
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
