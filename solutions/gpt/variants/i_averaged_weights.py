"""
question = "i"
explanation.es = "Se guarda aparte un promedio móvil de los parámetros."
explanation.en = "A moving average of the parameters is kept aside."
"""

torch.manual_seed(1337)

promedio = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99))
for step in range(max_iters):
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    promedio.update_parameters(model)  # no toca a model
    if step % eval_interval == 0:
        print(step, estimate_loss(model))
