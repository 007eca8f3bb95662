"""
question = "j"
es = "El paso quedó dentro de la rama que mide la pérdida, y se da solo cada cierto tiempo."
en = "The update stands in the branch that reports the loss, so it runs only now and then."
shows_es = "el modelo base se entrena en {trained} de {turns} vueltas del ciclo."
shows_en = "the baseline is trained in {trained} of the loop's {turns} turns."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    if step % eval_interval == 0:
        print(f"paso {step}: {estimate_loss(baseline)['val']:.4f}")

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
