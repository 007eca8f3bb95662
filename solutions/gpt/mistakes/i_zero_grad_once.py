"""
question = "i"
es = "zero_grad se llama una sola vez, antes del ciclo: los gradientes de todos los pasos se acumulan."
en = "zero_grad is called only once, before the loop: the gradients of all steps pile up."
named = "i_no_zero_grad"
"""

torch.manual_seed(1337)
optimizer.zero_grad(set_to_none=True)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    loss.backward()
    optimizer.step()
