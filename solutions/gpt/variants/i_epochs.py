"""
question = "i"
explanation.es = "El entrenamiento se reparte en épocas: un ciclo dentro de otro."
explanation.en = "The training is split into epochs: a loop in a loop."
"""

torch.manual_seed(1337)

epochs = 10
steps_per_epoch = max_iters // epochs
for epoch in range(epochs):
    model.train()
    total = 0.0
    for i in range(steps_per_epoch):
        xb, yb = get_batch("train")
        logits, loss = model(xb, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()  # para el promedio de la época
    losses = estimate_loss(model)
    print(f"época {epoch}: {total / max(steps_per_epoch, 1):.3f} val {losses['val']:.3f}")
