"""
question = "i"
es = "Se avanza el scheduler y no el optimizador: la tasa baja, pero el modelo no cambia."
en = "The scheduler is stepped and the optimizer is not: the rate falls, and the model does not change."
named = "i_no_step"
"""

torch.manual_seed(1337)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=max_iters)
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
    scheduler.step()
