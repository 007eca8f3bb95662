"""
question = "i"
explanation.es = "La celda que entrena está dos veces."
explanation.en = "The training cell stands there twice."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))

# %%
torch.manual_seed(1337)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))
