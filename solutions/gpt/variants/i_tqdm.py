"""
question = "i"
explanation.es = "El ciclo muestra una barra de tqdm y guarda las pérdidas para graficarlas."
explanation.en = "The loop shows a tqdm bar and keeps the losses for a plot."
"""

torch.manual_seed(1337)

from tqdm.auto import tqdm

historia = {"train": [], "val": []}
barra = tqdm(range(max_iters), desc="entrenando")
for it in barra:
    if it % eval_interval == 0 or it == max_iters - 1:
        medidas = estimate_loss(model)
        for parte in historia:
            historia[parte].append(medidas[parte])
        barra.set_postfix(val=medidas["val"])
    xb, yb = get_batch("train")
    logits, loss = model(xb, yb)
    # primero borrar, después propagar
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()

plt.plot(historia["train"], label="entrenamiento")
plt.plot(historia["val"], label="validación")
plt.legend()
plt.show()
