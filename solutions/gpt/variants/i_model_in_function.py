"""
question = "i"
explanation.es = "Una función crea el modelo y el optimizador, entrena y los retorna."
explanation.en = "A function makes the model and the optimizer, trains, and returns them."
"""

torch.manual_seed(1337)


def entrenar(lr=learning_rate, pasos=max_iters):
    """Crea y entrena un GPT."""
    gpt = GPTLanguageModel().to(device)
    opt = torch.optim.AdamW(gpt.parameters(), lr=lr)
    for i in range(pasos):
        _, loss = gpt(*get_batch("train"))
        opt.zero_grad(set_to_none=True)
        loss.backward()  # gradientes de este lote
        opt.step()
    return gpt, opt


model, optimizer = entrenar()
print(estimate_loss(model))
