"""
question = "i"
es = "step quedó en la rama que mide la pérdida: los demás lotes se propagan y se borran sin usarse."
en = "step stands in the branch that measures the loss: the other batches are propagated and wiped unused."
named = "i_accumulation_wiped"
"""

torch.manual_seed(1337)
for step in range(max_iters):
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()

    if step % eval_interval == 0 or step == max_iters - 1:
        optimizer.step()
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
