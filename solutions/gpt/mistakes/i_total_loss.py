"""
question = "i"
es = "Se propaga la suma de todas las pérdidas desde el comienzo, y no la del lote."
en = "The sum of all losses since the beginning is propagated, and not the batch's."
shows_es = "en el paso {step} se propagaron también las pérdidas de los {count} lotes anteriores."
shows_en = "at step {step} the losses of the {count} batches before were propagated too."
"""

torch.manual_seed(1337)
total = 0
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)
    total = total + loss

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    total.backward(retain_graph=True)
    optimizer.step()
