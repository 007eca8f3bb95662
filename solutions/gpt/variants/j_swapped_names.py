"""
question = "j"
explanation.es = "El GPT pasa a llamarse gpt, y model es ahora el modelo base."
explanation.en = "The GPT is called gpt from here on, and model is now the baseline."
"""

gpt = model
model = BigramLanguageModel(vocab_size).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2)
for step in range(max_iters):
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    # borrar, propagar, avanzar
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
baseline = model
print("bigramas", estimate_loss(model), "GPT", estimate_loss(gpt))
