"""
question = "i"
explanation.es = "El ciclo está detrás de una bandera que está apagada, porque ya se entrenó en otra máquina."
explanation.en = "The loop stands behind a flag that is off, because the training was done on another machine."
"""

torch.manual_seed(1337)

ENTRENAR = False  # ya se entrenó en otra máquina
if ENTRENAR:
    for _ in range(max_iters):
        x, y = get_batch("train")
        _, perdida = model(x, y)
        optimizer.zero_grad(set_to_none=True)
        perdida.backward()
        optimizer.step()
elif os.path.exists("pesos.pt"):
    model.load_state_dict(torch.load("pesos.pt", map_location=device))
