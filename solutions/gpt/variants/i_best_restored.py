"""
question = "i"
explanation.es = "Al terminar se vuelve al mejor estado según la validación."
explanation.en = "At the end the best state by validation is restored."
"""

torch.manual_seed(1337)

import copy

mejor, mejor_estado, paciencia = float("inf"), None, 0
for step in range(max_iters):
    if step % 5 == 0:
        val = estimate_loss(model)["val"]
        print(step, val)
        if val < mejor:
            mejor, mejor_estado, paciencia = val, copy.deepcopy(model.state_dict()), 0
        else:
            paciencia += 1
            if paciencia == 3:
                break  # detención temprana
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
model.load_state_dict(mejor_estado)
