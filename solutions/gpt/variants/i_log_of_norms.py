"""
question = "i"
explanation.es = "El ciclo registra normas de gradientes y de parámetros, y la tasa."
explanation.en = "The loop logs norms of gradients and parameters, and the rate."
"""

torch.manual_seed(1337)

registro = []
for step in range(max_iters):
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    norma = sum(p.grad.norm() ** 2 for p in model.parameters() if p.grad is not None) ** 0.5
    optimizer.step()
    # lo que sirve para mirar después
    aciertos = (logits.argmax(-1) == yb.view(-1)).float().mean().item()
    registro.append((loss.item(), norma.item(), optimizer.param_groups[0]["lr"], aciertos, len(model.blocks)))
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, registro[-1], estimate_loss(model))
        model.eval()
        print(decode(model.generate(torch.zeros((1, 1), dtype=torch.long, device=device), 20)[0].tolist()))
        model.train()
