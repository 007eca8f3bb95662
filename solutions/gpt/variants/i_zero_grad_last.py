"""
question = "i"
explanation.es = "zero_grad está al final de la vuelta, después de step."
explanation.en = "zero_grad stands at the end of the turn, after step."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    loss.backward()
    optimizer.step()
    # limpios para el lote que sigue
    optimizer.zero_grad(set_to_none=True)
