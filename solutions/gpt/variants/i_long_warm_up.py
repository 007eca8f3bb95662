"""
question = "i"
explanation.es = "La tasa sube desde cero durante mil pasos y luego baja con un coseno, calculada a mano."
explanation.en = "The rate rises from zero over a thousand steps and then falls with a cosine, computed by hand."
"""

torch.manual_seed(1337)

warmup_iters, lr_decay_iters, min_lr, max_lr = 1000, 5000, 3e-5, 3e-4


def get_lr(it):
    """La tasa de aprendizaje en la iteración `it`."""
    if it < warmup_iters:
        return max_lr * it / warmup_iters
    avance = (it - warmup_iters) / (lr_decay_iters - warmup_iters)
    return min_lr + 0.5 * (1 + math.cos(math.pi * min(avance, 1))) * (max_lr - min_lr)


for it in range(max_iters):
    # la tasa de este paso
    for param_group in optimizer.param_groups:
        param_group["lr"] = get_lr(it)
    if it % eval_interval == 0 or it == max_iters - 1:
        print(it, estimate_loss(model))
    X, Y = get_batch("train")
    logits, loss = model(X, Y)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
