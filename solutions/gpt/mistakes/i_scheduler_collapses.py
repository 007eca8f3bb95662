"""
question = "i"
es = "El scheduler divide la tasa por diez en cada paso: en diez pasos ya no se aprende nada."
en = "The scheduler divides the rate by ten at each step: after ten steps nothing is learnt any more."
shows_es = "en {steps} pasos la tasa de aprendizaje cae de {first} a {last}."
shows_en = "in {steps} steps the learning rate falls from {first} to {last}."
"""

torch.manual_seed(1337)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.1)
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
    scheduler.step()
