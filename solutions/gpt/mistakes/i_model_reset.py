"""
question = "i"
es = "En cada vuelta se vuelve a cargar el estado inicial del modelo."
en = "Each turn loads the model's initial state again."
shows_es = "los {steps} pasos parten todos de los mismos parámetros."
shows_en = "all {steps} steps start from the same parameters."
"""

import copy

torch.manual_seed(1337)
inicial = copy.deepcopy(model.state_dict())
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    model.load_state_dict(inicial)
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
