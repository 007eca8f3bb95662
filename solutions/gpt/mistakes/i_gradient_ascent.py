"""
question = "i"
es = "Se propaga -loss: la pérdida sube en vez de bajar."
en = "-loss is propagated: the loss goes up instead of down."
shows_es = "en el paso 0 el modelo se mueve a favor de la pérdida, no en contra."
shows_en = "at step 0 the model moves up the loss, not down."
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
    (-loss).backward()
    optimizer.step()
