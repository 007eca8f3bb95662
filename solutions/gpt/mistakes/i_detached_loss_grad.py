"""
question = "i"
es = "La pérdida se separa del grafo y se le pide gradiente de nuevo: no hay error, y el modelo no aprende."
en = "The loss is detached and asked for a gradient again: there is no error, and the model does not learn."
named = "i_detached_loss"
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)
    loss = loss.detach().requires_grad_(True)  # sin esto backward reclamaba

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
