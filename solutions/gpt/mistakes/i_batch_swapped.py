"""
question = "i"
es = "Entradas y blancos están cambiados: el modelo aprende a predecir el token anterior."
en = "Inputs and targets are swapped: the model learns to predict the previous token."
shows_es = "el gradiente es el de predecir el token anterior: x e y están cambiados."
shows_en = "the gradient is that of predicting the previous token: x and y are swapped."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    yb, xb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
