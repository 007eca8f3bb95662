"""
question = "i"
explanation.es = "El conjunto de ventanas se arma con unfold en la misma celda."
explanation.en = "The set of windows is made with unfold in the same cell."
"""

torch.manual_seed(1337)

ventanas = train_data.unfold(0, block_size + 1, 1)  # (N, T + 1)
for paso in range(max_iters):
    filas = ventanas[torch.randint(len(ventanas), (batch_size,))].to(device)  # (B, T + 1)
    x, y = filas[:, :-1], filas[:, 1:]
    _, loss = model(x, y.contiguous())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if paso % eval_interval == 0 or paso == max_iters - 1:
        print(paso, estimate_loss(model))
