"""
question = "i"
es = "Los lotes de entrenamiento y de validación se alternan, y el modelo aprende de ambos."
en = "Training and validation batches alternate, and the model learns from both."
shows_es = "de los {count} lotes con que aprende, {mixed} salen de val_data."
shows_en = "of the {count} batches that it learns from, {mixed} come from val_data."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train" if step % 2 == 0 else "val")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
