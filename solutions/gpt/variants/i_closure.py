"""
question = "i"
explanation.es = "El optimizador recibe una función que calcula y propaga la pérdida."
explanation.en = "The optimizer gets a function that computes and propagates the loss."
"""

torch.manual_seed(1337)

for step in range(max_iters):
    xb, yb = get_batch("train")

    def cierre():
        """Calcula la pérdida del lote y sus gradientes."""
        optimizer.zero_grad()
        _, loss = model(xb, yb)
        loss.backward()
        return loss

    loss = optimizer.step(cierre)
    # informe
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, loss.item(), estimate_loss(model))
