"""
question = "i"
es = "El escalador agranda la pérdida, pero el paso lo da el optimizador sin deshacer la escala."
en = "The scaler enlarges the loss, but the optimizer steps without undoing the scale."
named = "i_loss_scaled"
"""

torch.manual_seed(1337)
scaler = torch.amp.GradScaler("cpu")
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()
    optimizer.step()
