"""
question = "i"
explanation.es = "Cada paso es una función, y el ciclo la llama."
explanation.en = "Each step is a function, and the loop calls it."
"""

torch.manual_seed(1337)


def paso(xb, yb):
    """Un paso de entrenamiento."""
    optimizer.zero_grad(set_to_none=True)
    _, loss = model(xb, yb)
    loss.backward()
    optimizer.step()
    return loss.item()


for step in range(max_iters):
    perdida = paso(*get_batch("train"))
    # informe periódico
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, perdida, estimate_loss(model))
