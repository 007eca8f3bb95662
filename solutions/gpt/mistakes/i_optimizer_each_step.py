"""
question = "i"
es = "El optimizador se crea de nuevo en cada paso y pierde sus momentos."
en = "The optimizer is built anew at each step and loses its moments."
shows_es = "los {steps} pasos son de {optimizers} optimizadores distintos."
shows_en = "the {steps} steps are those of {optimizers} different optimizers."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
