"""
question = "i"
explanation.es = "Una misma función entrena el GPT en i) y el modelo base en j)."
explanation.en = "One function trains the GPT in i) and the baseline in j)."
"""

torch.manual_seed(1337)


def train(m, opt, steps):
    """Entrena cualquier modelo con la interfaz del laboratorio."""
    for step in range(steps):
        if step % eval_interval == 0 or step == steps - 1:
            print(step, estimate_loss(m))
        xb, yb = get_batch("train")
        _, loss = m(xb, yb)
        # los gradientes se acumulan
        opt.zero_grad(set_to_none=True)
        loss.backward()
        opt.step()


train(model, optimizer, max_iters)

# %% j
baseline = BigramLanguageModel(vocab_size).to(device)
# la misma función, con otro modelo y otro optimizador
train(baseline, torch.optim.AdamW(baseline.parameters(), lr=1e-2), max_iters)
print("GPT", estimate_loss(model))
