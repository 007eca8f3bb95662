"""
question = "i"
explanation.es = "Cada paso reúne los gradientes de dieciséis lotes en un ciclo interior."
explanation.en = "Each step gathers the gradients of sixteen batches in an inner loop."
"""

torch.manual_seed(1337)

micro_pasos = 16
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
    optimizer.zero_grad(set_to_none=True)
    for _ in range(micro_pasos):
        xb, yb = get_batch("train")
        _, loss = model(xb, yb)
        loss = loss / micro_pasos  # para que la suma sea un promedio
        loss.backward()
    optimizer.step()
