"""
question = "i"
explanation.es = "El ciclo es el método de una clase."
explanation.en = "The loop is a method of a class."
"""

torch.manual_seed(1337)


class Entrenador:
    """Guarda el modelo y su optimizador."""

    def __init__(self, modelo, optimizador):
        self.modelo = modelo
        self.optimizador = optimizador

    def entrenar(self, pasos):
        for i in range(pasos):
            xb, yb = get_batch("train")
            _, loss = self.modelo(xb, yb)
            self.optimizador.zero_grad()
            loss.backward()
            self.optimizador.step()
            if i % eval_interval == 0 or i == pasos - 1:
                print(i, estimate_loss(self.modelo))


Entrenador(model, optimizer).entrenar(max_iters)
