"""
question = "i"
es = "El optimizador de la celda lleva una tasa de aprendizaje de 0.3, mil veces la del enunciado."
en = "The cell's optimizer has a learning rate of 0.3, a thousand times the paper's."
named = "i_learning_rate"
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(model.parameters(), lr=0.3)
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
