"""
question = "i"
es = "Falta zero_grad: los gradientes de todos los pasos se acumulan."
en = "zero_grad is missing: the gradients of all steps pile up."
shows_es = "en el paso {step} el gradiente es la suma de los de los {count} lotes vistos hasta ahí, no el del último."
shows_en = "at step {step} the gradient is the sum of those of the {count} batches seen so far, not that of the last."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    loss.backward()
    optimizer.step()
