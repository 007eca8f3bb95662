"""
question = "i"
explanation.es = "El ciclo está en __call__ de una clase."
explanation.en = "The loop stands in __call__ of a class."
"""

torch.manual_seed(1337)


class Entrenador:
    """Se llama con la cantidad de pasos."""

    def __init__(self, modelo):
        self.modelo = modelo
        self.opt = torch.optim.AdamW(modelo.parameters(), lr=learning_rate)

    def __call__(self, pasos):
        for i in range(pasos):
            _, loss = self.modelo(*get_batch("train"))
            self.opt.zero_grad()
            loss.backward()  # gradientes de este lote
            self.opt.step()
        return loss.item()


entrenador = Entrenador(model)
print(entrenador(max_iters), estimate_loss(model))
