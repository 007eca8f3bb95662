"""
question = "i"
es = "El return de la función quedó dentro del ciclo, que termina en la primera vuelta."
en = "The function's return stands inside the loop, which ends in the first turn."
named = "i_one_turn"
"""

torch.manual_seed(1337)


def entrenar(modelo, optimizador):
    """Entrena y retorna las pérdidas."""
    perdidas = []
    for paso in range(max_iters):
        xb, yb = get_batch("train")
        _, loss = modelo(xb, yb)
        # borrar, propagar, avanzar
        optimizador.zero_grad()
        loss.backward()
        optimizador.step()
        perdidas.append(loss.item())
        return perdidas


entrenar(model, optimizer)
print(estimate_loss(model))
