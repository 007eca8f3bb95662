"""
question = "i"
es = "Los lotes se arman con todo el texto, también con la parte de validación."
en = "The batches are put together from the whole text, the part for validation included."
shows_es = "de los {count} lotes con que aprende, {mixed} traen ventanas de val_data entre las de train_data."
shows_en = "of the {count} batches that it learns from, {mixed} hold windows of val_data among those of train_data."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    ix = torch.randint(len(data) - block_size, (batch_size,))
    xb = torch.stack([data[i : i + block_size] for i in ix]).to(device)  # (B, T)
    yb = torch.stack([data[i + 1 : i + block_size + 1] for i in ix]).to(device)  # (B, T)
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
