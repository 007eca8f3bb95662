"""
question = "i"
es = "La pérdida se convierte en un número con item() antes de propagarla."
en = "The loss is turned into a number with item() before it is propagated."
shows_es = "backward falla porque la pérdida ya es un número: item() la separó del grafo."
shows_en = "backward fails because the loss is a number by then: item() took it off the graph."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)
    loss = loss.item()

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
