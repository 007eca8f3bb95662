"""
question = "j"
explanation.es = "SGD con una tasa grande, que una tabla tolera."
explanation.en = "SGD with a large rate, which a table bears."
"""

baseline = BigramLanguageModel(vocab_size).to(device)
sgd = torch.optim.SGD(baseline.parameters(), lr=10.0)
for _ in range(max_iters):
    xb, yb = get_batch("train")
    _, loss = baseline(xb, yb)
    # gradientes limpios
    sgd.zero_grad()
    loss.backward()
    sgd.step()
print("bigramas", estimate_loss(baseline), "GPT", estimate_loss(model))
