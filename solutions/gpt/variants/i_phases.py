"""
question = "i"
explanation.es = "Cada época tiene una fase de entrenamiento y una de validación."
explanation.en = "Each epoch has a phase of training and one of validation."
"""

torch.manual_seed(1337)

epochs, por_epoca = 10, 10
for epoch in range(epochs):
    for fase in ("train", "val"):
        model.train(fase == "train")
        suma = 0.0
        for _ in range(por_epoca):
            x, y = get_batch(fase)
            with torch.set_grad_enabled(fase == "train"):
                _, loss = model(x, y)
            if fase == "train":  # solo se aprende en esta fase
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            suma += loss.item()
        print(epoch, fase, suma / por_epoca)
