"""
question = "i"
explanation.es = "Los modelos y sus optimizadores están en diccionarios, y un ciclo los entrena a todos."
explanation.en = "The models and their optimizers are in dictionaries, and one loop trains them all."
"""

torch.manual_seed(1337)

modelos = {"gpt": model, "bigramas": BigramLanguageModel(vocab_size).to(device)}
optimizadores = {n: torch.optim.AdamW(m.parameters(), lr=1e-3) for n, m in modelos.items()}
for paso in range(max_iters):
    xb, yb = get_batch("train")
    for nombre, red in modelos.items():
        _, loss = red(xb, yb)
        # cada uno con su optimizador
        optimizadores[nombre].zero_grad()
        loss.backward()
        optimizadores[nombre].step()
print({n: estimate_loss(m) for n, m in modelos.items()})
