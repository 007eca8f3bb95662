"""
question = "i"
es = "La tasa de aprendizaje se multiplica por mil antes de entrenar."
en = "The learning rate is multiplied by a thousand before training."
shows_es = "la tasa de aprendizaje del optimizador es {rate}."
shows_en = "the optimizer's learning rate is {rate}."
"""

torch.manual_seed(1337)
for group in optimizer.param_groups:
    group["lr"] *= 1000
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
