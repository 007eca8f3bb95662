"""
question = "i"
explanation.es = "Solo las matrices llevan weight decay: dos grupos de parámetros."
explanation.en = "Only the matrices are decayed: two groups of parameters."
"""

torch.manual_seed(1337)

con = [p for p in model.parameters() if p.dim() >= 2]
sin = [p for p in model.parameters() if p.dim() < 2]
# el decaimiento no tiene sentido en sesgos ni normas
optimizer = torch.optim.AdamW(
    [{"params": con, "weight_decay": 0.1}, {"params": sin, "weight_decay": 0.0}], lr=learning_rate, betas=(0.9, 0.95)
)
for step in range(max_iters):
    # borrar, propagar, avanzar
    xb, yb = get_batch("train")
    _, loss = model(xb, yb)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(estimate_loss(model))
