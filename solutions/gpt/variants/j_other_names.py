"""
question = "j"
explanation.es = "El modelo base se llama m, y su optimizador reemplaza al global."
explanation.en = "The baseline is called m, and its optimizer replaces the global one."
"""

m = BigramLanguageModel(vocab_size)
m = m.to(device)
optimizer = torch.optim.AdamW(m.parameters(), lr=1e-2)

for steps in range(max_iters):
    xb, yb = get_batch("train")
    logits, loss = m(xb, yb)
    # gradientes limpios en cada vuelta
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

baseline = m
print("bigramas", estimate_loss(m))
print("GPT", estimate_loss(model))
