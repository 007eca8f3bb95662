"""
question = "i"
es = "zero_grad quedó en la rama que mide la pérdida: entre una medida y otra los gradientes se acumulan."
en = "zero_grad stands in the branch that measures the loss: between two measures the gradients pile up."
shows_es = "en el paso {step} el gradiente es la suma de los de {count} lotes: se borra solo de vez en cuando."
shows_en = "at step {step} the gradient is the sum of those of {count} batches: it is wiped only now and then."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
        optimizer.zero_grad(set_to_none=True)

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    loss.backward()
    optimizer.step()
