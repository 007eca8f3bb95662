"""
question = "i"
explanation.es = "Después de entrenar se comprueba en un modelo nuevo que un lote se memoriza."
explanation.en = "After training, a new model is seen to memorise one batch."
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
# un control aparte, con otro modelo
otro = GPTLanguageModel().to(device)
opt = torch.optim.AdamW(otro.parameters(), lr=1e-3)
x0, y0 = get_batch("train")
for _ in range(20):
    _, loss = otro(x0, y0)
    opt.zero_grad()
    loss.backward()
    opt.step()
print(loss.item())
