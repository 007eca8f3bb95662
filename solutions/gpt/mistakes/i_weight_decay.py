"""
question = "i"
es = "El weight_decay es de 1000: cada paso borra buena parte de los parámetros."
en = "The weight_decay is 1000: each step wipes a good part of the parameters."
shows_es = "el weight_decay del optimizador es {decay}."
shows_en = "the optimizer's weight_decay is {decay}."
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, weight_decay=1000)
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
