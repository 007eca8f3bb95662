"""
question = "i"
es = "train_data y val_data se intercambian antes de entrenar: el modelo aprende de la validación."
en = "train_data and val_data are swapped before training: the model learns from the validation part."
named = "i_validation_data"
"""

torch.manual_seed(1337)
train_data, val_data = val_data, train_data
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
