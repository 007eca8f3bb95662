"""
question = "i"
es = "El paso quedó dentro de la rama que mide la pérdida, y se da solo cada cierto tiempo."
en = "The update stands in the branch that reports the loss, so it runs only now and then."
shows_es = "el modelo se entrena en {trained} de {turns} vueltas del ciclo."
shows_en = "the model is trained in {trained} of the loop's {turns} turns."
"""

torch.manual_seed(1337)
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
