"""
question = "j"
es = "Se dan dos pasos del optimizador por cada lote."
en = "The optimizer takes two steps for each batch."
shows_es = "los {steps} pasos van de a dos: el segundo repite el gradiente del primero."
shows_en = "the {steps} steps come in twos: the second repeats the gradient of the first."
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
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
