"""
question = "i"
es = "La pérdida se calcula con logits separados del grafo: no hay de dónde propagar."
en = "The loss is computed from detached logits: there is nothing to propagate through."
shows_es = "la pérdida no llegó al modelo: sus logits tenían gradiente y lo perdieron antes de propagar."
shows_en = "the loss never reached the model: its logits had a gradient and lost it before it was propagated."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, _ = model(xb)  # (B, T, V)
    loss = F.cross_entropy(logits.detach().flatten(0, 1), yb.flatten())

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
