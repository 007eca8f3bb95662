"""
question = "i"
es = "Se entrena una copia con su propio optimizador, y model, que se usa después, queda como estaba."
en = "A copy is trained with an optimizer of its own, and model, which is used afterwards, stays as it was."
shows_es = "al final de la celda, {name} es un modelo que ningún paso tocó."
shows_en = "at the end of the cell, {name} is a model that no step touched."
"""

import copy

torch.manual_seed(1337)
m = copy.deepcopy(model)
optimizer = torch.optim.AdamW(m.parameters(), lr=learning_rate)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(m)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = m(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
