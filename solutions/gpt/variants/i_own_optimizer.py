"""
question = "i"
explanation.es = "La celda crea su propio optimizador, SGD con momento."
explanation.en = "The cell makes an optimizer of its own, SGD with momentum."
"""

torch.manual_seed(1337)

opt = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
for step in range(max_iters):
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    # gradientes limpios
    opt.zero_grad()
    loss.backward()
    opt.step()
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
