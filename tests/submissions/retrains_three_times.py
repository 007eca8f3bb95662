# /// submission
# shows = "Vuelve a correr la celda de entrenamiento dos veces más, con otra tasa"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# ///
# %%
# seguimos entrenando con una tasa menor
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
max_iters = 3000
for iter in range(max_iters):
    if iter % eval_interval == 0:
        losses = estimate_loss()
        print(losses)
    xb, yb = get_batch('train')
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

# %%
# un último intento
for g in optimizer.param_groups:
    g['lr'] = 1e-5
for iter in range(1000):
    xb, yb = get_batch('train')
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
print(estimate_loss())

# %%
context = torch.zeros((1, 1), dtype=torch.long, device=device)
with open('/content/salida.txt', 'w', encoding='utf-8') as f:
    f.write(decode(model.generate(context, max_new_tokens=2000)[0].tolist()))
