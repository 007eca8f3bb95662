"""
question = "i"
es = "zero_grad está entre backward y step, y borra los gradientes antes de usarlos."
en = "zero_grad stands between backward and step, and wipes the gradients before they are used."
shows_es = "antes de cada paso se propagó la pérdida, y al dar el paso ya no había gradientes."
shows_en = "before each step the loss was propagated, and at the step there were no gradients left."
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
    # los gradientes se acumulan: hay que borrarlos
    optimizer.zero_grad(set_to_none=True)
    optimizer.step()
