"""
question = "i"
es = "El optimizador recibe solo las matrices: los sesgos y las normas no se entrenan."
en = "The optimizer gets the matrices only: biases and norms are not trained."
named = "i_optimizer_partial"
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW([p for p in model.parameters() if p.dim() == 2], lr=learning_rate)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
