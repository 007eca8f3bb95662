"""
question = "i"
es = "El lote nuevo se pide en la rama que mide la pérdida: entre medidas se repite el mismo."
en = "The new batch is drawn in the branch that measures the loss: in between, the same one is repeated."
shows_es = "{count} de los {steps} pasos aprenden del mismo lote que el paso anterior."
shows_en = "{count} of the {steps} steps learn from the same batch as the step before."
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
    loss.backward()
    optimizer.step()
