"""
question = "i"
explanation.es = "Un LambdaLR sube la tasa durante los primeros pasos."
explanation.en = "A LambdaLR raises the rate over the first steps."
"""

torch.manual_seed(1337)

scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda paso: min(1.0, paso / 200))
for step in range(max_iters):
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    # borrar, propagar, avanzar
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model), scheduler.get_last_lr())
