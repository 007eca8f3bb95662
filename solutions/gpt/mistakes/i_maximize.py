"""
question = "i"
es = "El optimizador se creó con maximize=True: la pérdida sube en vez de bajar."
en = "The optimizer was made with maximize=True: the loss goes up instead of down."
named = "i_gradient_ascent"
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, maximize=True)
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
