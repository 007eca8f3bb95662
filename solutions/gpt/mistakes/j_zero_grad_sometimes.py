"""
question = "j"
es = "zero_grad quedó en la rama que mide la pérdida: entre una medida y otra los gradientes se acumulan."
en = "zero_grad stands in the branch that measures the loss: between two measures the gradients pile up."
shows_es = "en el paso {step} el gradiente es la suma de los de {count} lotes: se borra solo de vez en cuando."
shows_en = "at step {step} the gradient is the sum of those of {count} batches: it is wiped only now and then."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)

for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(baseline)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
        baseline_optimizer.zero_grad(set_to_none=True)

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
