"""
question = "i"
explanation.es = "El optimizador es RAdam y la celda lo crea."
explanation.en = "The optimizer is RAdam, and the cell makes it."
"""

torch.manual_seed(1337)
optimizer = torch.optim.RAdam(model.parameters(), lr=1e-3)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))
