"""
question = "i"
explanation.es = "La pérdida se calcula en el ciclo, a partir de los logits."
explanation.en = "The loss is computed in the loop, from the logits."
"""

torch.manual_seed(1337)

for step in range(max_iters):
    xb, yb = get_batch("train")
    logits, _ = model(xb)  # (B, T, V)
    # una fila por predicción
    loss = F.cross_entropy(logits.view(-1, logits.size(-1)), yb.reshape(-1))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
