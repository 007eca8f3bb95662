"""
question = "i"
explanation.es = "Los lotes salen de un DataLoader sobre todas las ventanas, en épocas, y se hicieron en otra celda."
explanation.en = "The batches come from a DataLoader over all windows, in epochs, and were made in another cell."
"""


class Ventanas(torch.utils.data.Dataset):
    """Todas las ventanas de un texto, con la que sigue a cada una."""

    def __init__(self, tokens, largo):
        self.tokens, self.largo = tokens, largo

    def __len__(self):
        return len(self.tokens) - self.largo

    def __getitem__(self, i):
        return self.tokens[i : i + self.largo], self.tokens[i + 1 : i + 1 + self.largo]


conjunto = Ventanas(train_data, block_size)
lotes = torch.utils.data.DataLoader(conjunto, batch_size=batch_size, shuffle=True, drop_last=True)

# %%
torch.manual_seed(1337)
total = 0
for epoca in range(1):
    for i, (x, y) in enumerate(lotes):
        x, y = x.to(device), y.to(device)
        _, loss = model(x, y)
        # borrar, propagar, avanzar
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += 1
        if total % eval_interval == 0:
            print(epoca, i, estimate_loss(model))
        if total >= max_iters:
            break
