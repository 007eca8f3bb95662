"""
question = "i"
explanation.es = "La celda cambia los hiper-parámetros y define su propia estimación de la pérdida."
explanation.en = "The cell changes the hyper-parameters and defines an estimate of the loss of its own."
"""

torch.manual_seed(1337)

max_iters = 3000
eval_interval = 300


@torch.no_grad()
def medir():
    """Pérdida media en ambas partes."""
    model.eval()
    out = {}
    for split in ["train", "val"]:
        losses = torch.zeros(eval_iters)
        for k in range(eval_iters):
            X, Y = get_batch(split)
            logits, loss = model(X, Y)
            losses[k] = loss.item()
        out[split] = losses.mean()
    model.train()
    return out


for it in range(max_iters):
    if it % eval_interval == 0 or it == max_iters - 1:
        print(it, medir())
    X, Y = get_batch("train")
    logits, loss = model(X, Y)
    # borrar, propagar, avanzar
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
