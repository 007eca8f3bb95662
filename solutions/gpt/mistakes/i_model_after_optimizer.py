"""
question = "i"
es = "El modelo se crea de nuevo después que el optimizador, que sigue con los parámetros del anterior."
en = "The model is made anew after the optimizer, which keeps the parameters of the one before."
named = "i_other_model"
"""

torch.manual_seed(1337)
model = GPTLanguageModel().to(device)  # desde cero
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
