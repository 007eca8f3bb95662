"""
question = "i"
explanation.es = "Los lotes salen de un generador que no termina."
explanation.en = "The batches come from a generator without end."
"""

torch.manual_seed(1337)


def lotes():
    """Entrega lotes de entrenamiento, uno tras otro."""
    while True:
        yield get_batch("train")


fuente = lotes()
for paso, (x, y) in zip(range(max_iters), fuente):
    _, loss = model(x, y)
    # gradientes limpios
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if paso % eval_interval == 0:
        print(paso, estimate_loss(model))
