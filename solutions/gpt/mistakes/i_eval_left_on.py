"""
question = "i"
es = "El ciclo mide con model.eval() y no vuelve a model.train()."
en = "The loop measures with model.eval() and does not go back to model.train()."
named = "i_eval_mode"
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        model.eval()
        with torch.no_grad():
            print(step, model(*get_batch("val"))[1].item())

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
