"""
question = "i"
es = "Entradas y blancos salen de dos llamadas a get_batch: son de lotes distintos."
en = "Inputs and targets come from two calls of get_batch: they are of different batches."
shows_es = "el gradiente es el de unos blancos que en el texto no siguen a la entrada: son de otro lote."
shows_en = "the gradient is that of targets that do not follow the input in the text: they are another batch's."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb = get_batch("train")[0]  # (B, T)
    yb = get_batch("train")[1]  # (B, T)
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
