"""
question = "i"
es = "step va antes que backward: los gradientes llegan cuando el paso ya se dio, y se borran antes del siguiente."
en = "step comes before backward: the gradients come when the step has been taken, and are wiped before the next."
shows_es = "en los {steps} pasos no había gradientes, y cada pérdida se propagó después de su paso."
shows_en = "at all {steps} steps there were no gradients, and each loss was propagated after its step."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    optimizer.step()
    loss.backward()
