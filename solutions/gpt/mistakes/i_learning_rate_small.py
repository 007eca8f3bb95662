"""
question = "i"
es = "La tasa de aprendizaje es mil veces menor que la del enunciado: el modelo apenas se mueve."
en = "The learning rate is a thousandth of the paper's: the model hardly moves."
shows_es = "la tasa de aprendizaje del optimizador es {rate}."
shows_en = "the optimizer's learning rate is {rate}."
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-7)
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
