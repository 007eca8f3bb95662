"""
question = "i"
es = "La pérdida se multiplica por 1000 antes de propagarla, y nada lo deshace."
en = "The loss is multiplied by 1000 before it is propagated, and nothing undoes it."
shows_es = "en el paso {step} el gradiente es {factor} veces el de la pérdida de su lote."
shows_en = "at step {step} the gradient is {factor} times that of its batch's loss."
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
    (1000 * loss).backward()
    optimizer.step()
