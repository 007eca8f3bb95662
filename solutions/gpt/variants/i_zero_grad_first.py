"""
question = "i"
explanation.es = "zero_grad está al comienzo de la vuelta, antes de calcular la pérdida."
explanation.en = "zero_grad stands at the beginning of the turn, before the loss is computed."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    # los gradientes se acumulan: hay que borrarlos
    optimizer.zero_grad()
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    loss.backward()
    optimizer.step()
