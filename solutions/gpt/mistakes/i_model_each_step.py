"""
question = "i"
es = "En cada vuelta se crean un modelo y un optimizador nuevos: lo aprendido se pierde."
en = "Each turn makes a new model and a new optimizer: what was learnt is lost."
shows_es = "el ciclo entrena {models} modelos distintos, y ninguno más de una vez."
shows_en = "the loop trains {models} different models, and none more than once."
"""

torch.manual_seed(1337)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    model = GPTLanguageModel().to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
