"""
question = "i"
es = "El ciclo usa una copia del modelo, y el optimizador sigue con los parámetros del original."
en = "The loop uses a copy of the model, and the optimizer keeps the original's parameters."
named = "i_other_model"
"""

import copy

torch.manual_seed(1337)
m = copy.deepcopy(model)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = m(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
