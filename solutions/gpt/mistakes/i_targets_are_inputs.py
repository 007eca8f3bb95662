"""
question = "i"
es = "La pérdida compara con la entrada misma y no con lo que sigue."
en = "The loss compares with the input itself and not with what comes next."
shows_es = "el gradiente es el de predecir cada token a partir de sí mismo."
shows_en = "the gradient is that of predicting each token from itself."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, xb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
