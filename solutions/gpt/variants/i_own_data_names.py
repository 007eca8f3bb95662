"""
question = "i"
explanation.es = "Los datos tienen otros nombres: listas de tokens en un diccionario, con un muestreo propio."
explanation.en = "The data have other names: lists of tokens in a dict, which a function of the cell's own samples."
"""

torch.manual_seed(1337)

tokens = encode(text)
cut = int(0.8 * len(tokens))
parts = {"train": tokens[:cut], "valid": tokens[cut:]}


def sample(tokens, rows=batch_size):
    """Ventanas al azar de una lista de tokens, y lo que sigue a cada una."""
    ix = torch.randint(len(tokens) - block_size, (rows,)).tolist()
    x = torch.tensor([tokens[i : i + block_size] for i in ix])
    y = torch.tensor([tokens[i + 1 : i + block_size + 1] for i in ix])
    return x.to(device), y.to(device)


for step in range(max_iters):
    if step % eval_interval == 0:
        with torch.no_grad():
            print(step, model(*sample(parts["valid"]))[1].item())
    logits, loss = model(*sample(parts["train"]))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
