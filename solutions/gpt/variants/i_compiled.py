"""
question = "i"
explanation.es = "El modelo se compila con torch.compile antes de entrenar."
explanation.en = "The model is compiled with torch.compile before training."
"""

torch.manual_seed(1337)

compilado = torch.compile(model)
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(compilado))
    # comparte los parámetros con model
    _, loss = compilado(*get_batch("train"))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
