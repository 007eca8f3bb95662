"""
question = "i"
es = "Falta llamar a zero_grad: optimizer.zero_grad sin paréntesis no borra nada."
en = "zero_grad is not called: optimizer.zero_grad without parentheses wipes nothing."
named = "i_no_zero_grad"
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
    optimizer.zero_grad
    loss.backward()
    optimizer.step()
