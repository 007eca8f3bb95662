"""
question = "i"
explanation.es = "El ciclo está en una función sin argumentos que usa las variables globales, en otra celda que la llamada."
explanation.en = "The loop is in a function without arguments that uses the globals, in another cell than its call."
"""


def train():
    # usa model, optimizer y get_batch globales
    for iter in range(max_iters):
        if iter % eval_interval == 0:
            print(iter, estimate_loss(model))
        xb, yb = get_batch("train")
        optimizer.zero_grad()
        logits, loss = model(xb, yb)
        loss.backward()
        optimizer.step()


# %%
torch.manual_seed(1337)
train()
