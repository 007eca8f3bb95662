"""
question = "i"
explanation.es = "Cada componente del gradiente se recorta por separado."
explanation.en = "Each component of the gradient is clipped by itself."
"""

torch.manual_seed(1337)

for step in range(max_iters):
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    # ningún componente pasa de un centésimo
    torch.nn.utils.clip_grad_value_(model.parameters(), 0.01)
    optimizer.step()
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
