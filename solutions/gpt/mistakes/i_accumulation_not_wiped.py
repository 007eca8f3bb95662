"""
question = "i"
es = "Se acumulan los gradientes de cuatro lotes por paso, y nunca se borran."
en = "The gradients of four batches are gathered for a step, and never wiped."
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
    # un paso cada cuatro lotes, con el promedio de sus pérdidas
    (loss / 4).backward()
    if (step + 1) % 4 == 0:
        optimizer.step()
