"""
question = "j"
es = "En cada vuelta se vuelve a cargar el estado inicial del modelo base."
en = "Each turn loads the baseline's initial state again."
shows_es = "los {steps} pasos parten todos de los mismos parámetros."
shows_en = "all {steps} steps start from the same parameters."
"""

import copy

baseline = BigramLanguageModel(vocab_size).to(device)
# un optimizador propio: el del GPT solo conoce los parámetros del GPT
baseline_optimizer = torch.optim.AdamW(baseline.parameters(), lr=1e-2)
inicial = copy.deepcopy(baseline.state_dict())
for step in range(max_iters):
    baseline.load_state_dict(inicial)
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = baseline(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    baseline_optimizer.zero_grad(set_to_none=True)
    loss.backward()
    baseline_optimizer.step()

# la misma medida para ambos, sobre lotes de las mismas partes
for name, trained in (("bigramas", baseline), ("GPT", model)):
    losses = estimate_loss(trained)
    print(f"{name}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")
