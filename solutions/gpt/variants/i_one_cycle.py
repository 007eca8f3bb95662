"""
question = "i"
explanation.es = "La tasa de aprendizaje sigue OneCycleLR."
explanation.en = "The learning rate follows OneCycleLR."
"""

torch.manual_seed(1337)

scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=1e-3, total_steps=max_iters)
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    scheduler.step()  # un avance por paso
