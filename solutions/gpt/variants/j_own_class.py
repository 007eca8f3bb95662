"""
question = "j"
explanation.es = "El modelo base se entrena en una función y la comparación está en otra celda."
explanation.en = "The baseline is trained in a function and the comparison stands in another cell."
"""


def entrenar_base(pasos, lr=1e-2):
    """Crea y entrena el modelo de bigramas."""
    modelo = BigramLanguageModel(vocab_size).to(device)
    opt = torch.optim.Adam(modelo.parameters(), lr=lr)
    for _ in range(pasos):
        _, loss = modelo(*get_batch("train"))
        opt.zero_grad()
        loss.backward()
        opt.step()
    return modelo


baseline = entrenar_base(max_iters)

# %%
# la comparación
for nombre, modelo in {"bigramas": baseline, "GPT": model}.items():
    print(nombre, estimate_loss(modelo))
