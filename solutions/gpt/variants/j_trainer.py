"""
question = "j"
explanation.es = "Una clase entrena cualquier modelo, y aquí el de bigramas."
explanation.en = "A class trains any model, and here the bigram one."
"""


class Entrenamiento:
    """Un modelo, su optimizador y su historia."""

    def __init__(self, modelo, lr):
        self.modelo = modelo.to(device)
        self.opt = torch.optim.AdamW(self.modelo.parameters(), lr=lr)
        self.historia = []

    def ejecutar(self, pasos):
        for i in range(pasos):
            _, loss = self.modelo(*get_batch("train"))
            self.opt.zero_grad()
            loss.backward()  # gradientes de este lote
            self.opt.step()
            self.historia.append(loss.item())
        return self


base = Entrenamiento(BigramLanguageModel(vocab_size), lr=1e-2).ejecutar(max_iters)
baseline = base.modelo
plt.plot(base.historia)
plt.show()
print(estimate_loss(baseline), estimate_loss(model))
