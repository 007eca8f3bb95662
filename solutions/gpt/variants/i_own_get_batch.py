"""
question = "i"
explanation.es = "La celda define un get_batch propio, con los tensores y tamaños como argumentos."
explanation.en = "The cell defines a get_batch of its own, with tensors and sizes as arguments."
"""

torch.manual_seed(1337)


def get_batch(tokens, batch_size=batch_size, block_size=block_size):
    """Un lote de ventanas al azar de `tokens`."""
    ix = torch.randint(0, tokens.numel() - block_size - 1, (batch_size,))
    x = torch.stack([tokens[i : i + block_size] for i in ix])
    y = torch.stack([tokens[i + 1 : i + 1 + block_size] for i in ix])
    return x.to(device), y.to(device)


for paso in range(max_iters):
    x, y = get_batch(tokens=train_data)
    _, loss = model(x, y)
    # borrar, propagar, avanzar
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


def get_batch(split):
    """La de antes, que las demás celdas usan."""
    source = train_data if split == "train" else val_data
    ix = torch.randint(len(source) - block_size, (batch_size,))
    x = torch.stack([source[i : i + block_size] for i in ix])
    y = torch.stack([source[i + 1 : i + block_size + 1] for i in ix])
    return x.to(device), y.to(device)


print(estimate_loss(model))
