"""
question = "i"
explanation.es = "El ciclo está en una función que recibe el modelo y el optimizador, y se llama una vez."
explanation.en = "The loop is in a function that gets the model and the optimizer, and is called once."
"""

torch.manual_seed(1337)


def entrenar(modelo, optimizador, iteraciones):
    """Entrena un modelo y retorna la última pérdida."""
    modelo.train()
    for i in range(iteraciones):
        if i % eval_interval == 0 or i == iteraciones - 1:
            perdidas = estimate_loss(modelo)
            print(i, perdidas["train"], perdidas["val"])
        x, y = get_batch("train")
        _, perdida = modelo(x, y)
        optimizador.zero_grad(set_to_none=True)  # los gradientes se acumulan si no
        perdida.backward()
        optimizador.step()
    return perdida.item()


ultima = entrenar(model, optimizer, max_iters)
