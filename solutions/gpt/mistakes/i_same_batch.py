"""
question = "i"
es = "El lote se pide una sola vez, antes del ciclo, y el modelo ve siempre el mismo."
en = "The batch is drawn only once, before the loop, and the model always sees the same one."
shows_es = "los {steps} pasos aprenden todos del mismo lote."
shows_en = "all {steps} steps learn from the same batch."
"""

torch.manual_seed(1337)
xb, yb = get_batch("train")  # (B, T) cada uno
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
