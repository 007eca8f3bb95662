"""
question = "i"
es = "La semilla se fija en cada vuelta, y get_batch elige siempre el mismo lote."
en = "The seed is set at each turn, and get_batch always picks the same batch."
named = "i_same_batch"
"""

for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    torch.manual_seed(1337)  # para que sea reproducible
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
