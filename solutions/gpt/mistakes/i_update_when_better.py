"""
question = "i"
es = "El modelo se actualiza solo cuando la validación mejora, dentro de la rama que mide."
en = "The model is updated only when the validation improves, in the branch that measures."
named = "i_estimates_only"
"""

torch.manual_seed(1337)
mejor = float("inf")
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
        if losses["val"] < mejor:
            mejor = losses["val"]
            logits, loss = model(*get_batch("train"))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
