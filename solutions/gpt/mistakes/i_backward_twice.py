"""
question = "i"
es = "La pérdida se propaga dos veces por lote, y el gradiente es el doble."
en = "The loss is propagated twice a batch, and the gradient is twice as large."
shows_es = "en el paso {step} el gradiente es {times} veces el del lote: la misma pérdida se propagó {times} veces."
shows_en = "at step {step} the gradient is {times} times the batch's: the same loss was propagated {times} times."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward(retain_graph=True)
    loss.backward()
    optimizer.step()
