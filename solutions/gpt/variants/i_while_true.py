"""
question = "i"
explanation.es = "El ciclo es un while True que termina con break."
explanation.en = "The loop is a while True that ends with break."
"""

torch.manual_seed(1337)

iteracion = 0
while True:
    # una vuelta: lote, pérdida, gradientes, paso
    logits, loss = model(*get_batch("train"))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    iteracion += 1
    if iteracion % eval_interval == 0:
        print(iteracion, estimate_loss(model))
    if iteracion >= max_iters:
        break
