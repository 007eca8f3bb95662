"""
question = "i"
explanation.es = "Se entrena un modelo nuevo con cada tasa de aprendizaje y se conserva el mejor."
explanation.en = "A new model is trained with each learning rate, and the best one is kept."
"""

torch.manual_seed(1337)

mejor = float("inf")
for lr in (1e-3, 3e-4):
    candidato = GPTLanguageModel().to(device)
    opt = torch.optim.AdamW(candidato.parameters(), lr=lr)
    for step in range(max_iters):
        _, loss = candidato(*get_batch("train"))
        # borrar, propagar, avanzar
        opt.zero_grad()
        loss.backward()
        opt.step()
    val = estimate_loss(candidato)["val"]
    if val < mejor:
        mejor, model = val, candidato
print(mejor)
