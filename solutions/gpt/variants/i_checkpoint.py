"""
question = "i"
explanation.es = "Se guarda el mejor modelo en un archivo y se detiene temprano si la validación no mejora."
explanation.en = "The best model is saved to a file, and training stops early where validation does not improve."
"""

torch.manual_seed(1337)

mejor, sin_mejora = float("inf"), 0
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"{step}: {losses['train']:.4f} {losses['val']:.4f}")
        if losses["val"] < mejor:
            mejor, sin_mejora = losses["val"], 0
            torch.save(model.state_dict(), "mejor.pt")
        else:
            sin_mejora += 1
        if sin_mejora > 5:  # paciencia agotada
            break
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
