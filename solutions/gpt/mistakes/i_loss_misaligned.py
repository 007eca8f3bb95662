"""
question = "i"
es = "Los logits se aplanan con tiempo y lote cambiados, y cada predicción se compara con el blanco de otra."
en = "The logits are flattened with time and batch swapped, and each prediction is compared with another's target."
shows_es = "el gradiente es el de comparar cada predicción con el blanco de otra fila: lote y tiempo están cambiados."
shows_en = "the gradient is that of comparing each prediction with another row's target: batch and time are swapped."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, _ = model(xb)  # (B, T, V)
    loss = F.cross_entropy(logits.transpose(0, 1).reshape(-1, vocab_size), yb.reshape(-1))

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
