"""
question = "i"
es = "step está fuera del ciclo, y el modelo da un solo paso al final."
en = "step stands outside the loop, and the model takes a single step at the end."
shows_es = "se propagaron {backwards} pérdidas y el optimizador dio un solo paso, después de la última."
shows_en = "{backwards} losses were propagated and the optimizer took a single step, after the last."
"""

torch.manual_seed(1337)
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
