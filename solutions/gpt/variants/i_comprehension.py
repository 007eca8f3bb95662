"""
question = "i"
explanation.es = "Cada paso es una función y las pérdidas se juntan en una lista por comprensión."
explanation.en = "Each step is a function, and the losses are gathered in a list comprehension."
"""

torch.manual_seed(1337)


def paso(i):
    """Da un paso de entrenamiento y retorna la pérdida."""
    if i % eval_interval == 0:
        print(i, estimate_loss(model))
    optimizer.zero_grad()
    _, loss = model(*get_batch("train"))
    loss.backward()
    optimizer.step()
    return loss.item()


perdidas = [paso(i) for i in range(max_iters)]
plt.plot(perdidas)
plt.show()
