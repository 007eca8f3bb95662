"""
question = "i"
explanation.es = "El ciclo es el método train de una clase, y el objeto se hizo en otra celda."
explanation.en = "The loop is the method train of a class, and the object was made in another cell."
"""


class Trainer:
    """Entrena un modelo con un optimizador."""

    def __init__(self, model, optimizer, pasos):
        self.model, self.optimizer, self.pasos = model, optimizer, pasos
        self.historia = []

    def train(self):
        self.model.train()
        for i in range(self.pasos):
            self._paso(i)
        return self.historia

    def _paso(self, i):
        xb, yb = get_batch("train")
        _, loss = self.model(xb, yb)
        # borrar, propagar, avanzar
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        if i % eval_interval == 0 or i == self.pasos - 1:
            self.historia.append(estimate_loss(self.model))


trainer = Trainer(model, optimizer, max_iters)

# %%
torch.manual_seed(1337)
antes = estimate_loss(model)
historia = trainer.train()
print(antes, historia[-1])
