"""
question = "j"
es = "El entrenamiento del modelo base está en una función que nadie llama."
en = "The baseline's training is in a function that nobody calls."
shows_es = "la función {function} entrena, y ninguna celda la llama."
shows_en = "the function {function} trains, and no cell calls it."
"""

baseline = BigramLanguageModel(vocab_size).to(device)


def entrenar_base(pasos):
    """Entrena el modelo de bigramas."""
    opt = torch.optim.AdamW(baseline.parameters(), lr=1e-2)
    for _ in range(pasos):
        _, loss = baseline(*get_batch("train"))
        # borrar, propagar, avanzar
        opt.zero_grad()
        loss.backward()
        opt.step()


print("bigramas", estimate_loss(baseline))
print("GPT", estimate_loss(model))
