"""
question = "i"
explanation.es = "Se da un paso cada cuatro lotes, con el promedio de sus gradientes."
explanation.en = "A step is taken every four batches, with the mean of their gradients."
"""

torch.manual_seed(1337)

acumular = 4
optimizer.zero_grad(set_to_none=True)
for step in range(max_iters):
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    # el promedio de los lotes equivale a un lote cuatro veces mayor
    (loss / acumular).backward()
    if (step + 1) % acumular == 0:
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
