"""
question = "i"
explanation.es = "El ciclo es un while con su propio contador."
explanation.en = "The loop is a while with a counter of its own."
"""

torch.manual_seed(1337)

paso = 0
while paso < max_iters:
    x, y = get_batch("train")
    _, perdida = model(x, y)
    optimizer.zero_grad()
    perdida.backward()
    optimizer.step()
    # informe periódico
    if paso % eval_interval == 0 or paso == max_iters - 1:
        print(paso, estimate_loss(model))
    paso += 1
