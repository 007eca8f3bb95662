"""
question = "i"
explanation.es = "Primero se prueban pocos pasos y después se entrena más, en otra celda."
explanation.en = "First a few steps are tried, and then training goes on, in another cell."
"""

torch.manual_seed(1337)

# unos pasos de prueba
for step in range(10):
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(loss.item())

# %%
# el entrenamiento de verdad
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
