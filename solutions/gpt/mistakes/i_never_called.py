"""
question = "i"
es = "El ciclo está en una función que nadie llama."
en = "The loop is in a function that nobody calls."
shows_es = "la función {function} entrena, y ninguna celda la llama."
shows_en = "the function {function} trains, and no cell calls it."
"""

torch.manual_seed(1337)


def entrenar(modelo, optimizador):
    """Entrena un modelo."""
    for paso in range(max_iters):
        xb, yb = get_batch("train")
        _, loss = modelo(xb, yb)
        # borrar, propagar, avanzar
        optimizador.zero_grad()
        loss.backward()
        optimizador.step()


print(estimate_loss(model))
