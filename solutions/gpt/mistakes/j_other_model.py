"""
question = "j"
es = "El optimizador recibe los parámetros de otro modelo de bigramas, recién creado."
en = "The optimizer gets the parameters of another bigram model, just made."
shows_es = "los pasos del optimizador no tocan el modelo del ciclo: sus parámetros son los de otro."
shows_en = "the optimizer's steps do not touch the loop's model: its parameters are another's."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(BigramLanguageModel(vocab_size).to(device).parameters(), lr=1e-2)

for _ in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    _, loss = baseline(xb, yb)
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
