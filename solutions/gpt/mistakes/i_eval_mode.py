"""
question = "i"
es = "El modelo se entrena en modo eval: el dropout está apagado."
en = "The model is trained in eval mode: dropout is off."
shows_es = "{count} de los {total} lotes con que aprende pasan por el modelo en modo eval, sin dropout."
shows_en = "{count} of the {total} batches that it learns from go through the model in eval mode, without dropout."
"""

torch.manual_seed(1337)
model.eval()
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        with torch.no_grad():
            print(step, model(*get_batch("val"))[1].item())

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
