"""
question = "i"
explanation.es = "El optimizador es Lion, escrito como clase."
explanation.en = "The optimizer is Lion, written as a class."
"""

torch.manual_seed(1337)


class Lion(torch.optim.Optimizer):
    """Avanza en la dirección del signo de un promedio de gradientes."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99)):
        super().__init__(params, {"lr": lr, "betas": betas})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                m = self.state[p].setdefault("m", torch.zeros_like(p))
                p.add_(m.mul(b1).add(p.grad, alpha=1 - b1).sign(), alpha=-group["lr"])
                m.mul_(b2).add_(p.grad, alpha=1 - b2)


optimizer = Lion(model.parameters(), lr=learning_rate / 3)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))
