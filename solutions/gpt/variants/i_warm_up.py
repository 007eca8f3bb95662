"""
question = "i"
explanation.es = "La tasa de aprendizaje se fija a mano en cada paso, con calentamiento."
explanation.en = "The learning rate is set by hand at each step, with a warm-up."
"""

torch.manual_seed(1337)

warmup = 10
for step in range(max_iters):
    # la tasa sube de a poco al comienzo
    lr = learning_rate * min(1.0, (step + 1) / warmup)
    for group in optimizer.param_groups:
        group["lr"] = lr
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    if step % eval_interval == 0:
        print(step, lr, estimate_loss(model))
