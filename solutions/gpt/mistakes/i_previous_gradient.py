"""
question = "i"
es = "step va antes que zero_grad y backward: cada paso usa el gradiente del lote anterior."
en = "step comes before zero_grad and backward: each step uses the gradient of the previous batch."
shows_es = "en el paso {step} el gradiente es el del lote anterior, calculado con los parámetros de entonces."
shows_en = "at step {step} the gradient is the previous batch's, computed with the parameters of that time."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    optimizer.step()
    # los gradientes se acumulan: hay que borrarlos
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
