"""
question = "i"
es = "El optimizador recibe solo los parámetros de la última capa: el resto del modelo no cambia."
en = "The optimizer gets only the last layer's parameters: the rest of the model does not change."
shows_es = "al optimizador le faltan {missed} de los {total} parámetros del modelo."
shows_en = "the optimizer lacks {missed} of the model's {total} parameters."
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(model.lm_head.parameters(), lr=learning_rate)
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
