"""
question = "i"
explanation.es = "Los lotes se arman dentro del ciclo, sin get_batch."
explanation.en = "The batches are put together in the loop, without get_batch."
"""

torch.manual_seed(1337)

for step in range(max_iters):
    # ventanas al azar de los datos de entrenamiento
    ix = torch.randint(len(train_data) - block_size, (batch_size,))
    xb = torch.stack([train_data[i : i + block_size] for i in ix]).to(device)
    yb = torch.stack([train_data[i + 1 : i + block_size + 1] for i in ix]).to(device)
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"{step}: {losses['train']:.4f} {losses['val']:.4f}")
