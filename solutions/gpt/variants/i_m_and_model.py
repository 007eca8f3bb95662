"""
question = "i"
explanation.es = "El modelo se mueve con m = model.to(device) y el ciclo usa m; el optimizador es de model."
explanation.en = "The model is moved with m = model.to(device) and the loop uses m; the optimizer is over model."
"""

torch.manual_seed(1337)

m = model.to(device)
m.train()
for step in range(max_iters):
    if step % eval_interval == 0:
        print(step, estimate_loss(m))
    xb, yb = get_batch("train")
    # m y model son el mismo objeto
    logits, loss = m(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
