"""
question = "i"
es = "Se da un paso cada cuatro lotes, pero zero_grad se llama en cada uno: solo cuenta el último."
en = "A step is taken every four batches, but zero_grad is called at each: only the last one counts."
shows_es = "en el paso {step} se propagaron {count} lotes, y el gradiente es solo el del último."
shows_en = "at step {step} {count} batches had been propagated, and the gradient is the last one's alone."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # un paso cada cuatro lotes
    optimizer.zero_grad(set_to_none=True)
    (loss / 4).backward()
    if (step + 1) % 4 == 0:
        optimizer.step()
