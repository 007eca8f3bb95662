"""
question = "i"
explanation.es = "La tasa de aprendizaje baja con un scheduler coseno."
explanation.en = "The learning rate goes down with a cosine schedule."
"""

torch.manual_seed(1337)

scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=max_iters, eta_min=learning_rate / 10)
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model), scheduler.get_last_lr())
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    scheduler.step()  # después del optimizador
