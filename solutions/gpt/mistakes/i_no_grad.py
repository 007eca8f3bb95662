"""
question = "i"
es = "El modelo se evalúa dentro de torch.no_grad(): la pérdida no guarda de dónde viene."
en = "The model is run inside torch.no_grad(): the loss does not remember where it comes from."
shows_es = "el modelo se evaluó con los gradientes apagados: backward no tiene qué propagar."
shows_en = "the model was run with gradients off: backward has nothing to propagate."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    with torch.no_grad():
        logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
