"""
question = "i"
explanation.es = "Antes de entrenar se comprueba que una copia del modelo memoriza un lote."
explanation.en = "Before training, a copy of the model is seen to memorise one batch."
"""

import copy

# si no puede memorizar un lote, algo está mal
prueba = copy.deepcopy(model)
opt_prueba = torch.optim.AdamW(prueba.parameters(), lr=1e-3)
x0, y0 = get_batch("train")
for _ in range(20):
    _, loss = prueba(x0, y0)
    opt_prueba.zero_grad()
    loss.backward()
    opt_prueba.step()
print("un solo lote:", loss.item())

# %%
torch.manual_seed(1337)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))
