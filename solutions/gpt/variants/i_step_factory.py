"""
question = "i"
explanation.es = "Una función fabrica el paso de entrenamiento, y otra celda lo repite."
explanation.en = "A function makes the training step, and another cell repeats it."
"""


def hacer_paso(modelo, optimizador):
    """Fabrica la función que da un paso de entrenamiento."""

    def dar_paso(x, y):
        modelo.train()
        _, loss = modelo(x, y)
        loss.backward()
        optimizador.step()
        optimizador.zero_grad()  # listo para el siguiente
        return loss.item()

    return dar_paso


entrenar_paso = hacer_paso(model, optimizer)

# %%
torch.manual_seed(1337)
for i in range(max_iters):
    perdida = entrenar_paso(*get_batch("train"))
    if i % eval_interval == 0:
        print(i, perdida, estimate_loss(model))
