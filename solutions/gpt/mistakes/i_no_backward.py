"""
question = "i"
es = "Falta backward: no hay gradientes y el optimizador no mueve nada."
en = "backward is missing: there are no gradients and the optimizer moves nothing."
shows_es = "en {steps} pasos del optimizador nunca se propagó una pérdida: el modelo terminó igual que empezó."
shows_en = "in {steps} optimizer steps no loss was ever propagated: the model ended as it began."
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
