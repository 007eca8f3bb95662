"""
question = "j"
explanation.es = "Se entrena el modelo de bigramas del comienzo del cuaderno."
explanation.en = "The bigram model of the notebook's beginning is trained."
"""

baseline = bigram.to(device)
opt = torch.optim.AdamW(bigram.parameters(), lr=1e-2)
paso = 0
while paso < max_iters:
    _, loss = bigram(*get_batch("train"))
    # borrar, propagar, avanzar
    opt.zero_grad(set_to_none=True)
    loss.backward()
    opt.step()
    paso += 1
print(estimate_loss(baseline), estimate_loss(model))
