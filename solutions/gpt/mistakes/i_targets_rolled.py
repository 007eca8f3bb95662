"""
question = "i"
es = "Los blancos se hacen girando la entrada: el último de cada fila es su primer token."
en = "The targets are made by rolling the input: the last of each row is its first token."
shows_es = "el gradiente es el de la entrada girada un lugar: el último blanco de cada fila es su primer token."
shows_en = "the gradient is that of the input rolled by one: the last target of each row is its first token."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    yb = xb.roll(-1, dims=1)  # (B, T)
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
