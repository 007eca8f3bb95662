"""
question = "i"
es = "El optimizador es el de otro modelo: el que se entrena no cambia."
en = "The optimizer is over another model's parameters: the one in training does not change."
shows_es = "los pasos del optimizador no tocan el modelo del ciclo: sus parámetros son los de otro."
shows_en = "the optimizer's steps do not touch the loop's model: its parameters are another's."
"""

torch.manual_seed(1337)
optimizer = torch.optim.AdamW(GPTLanguageModel().to(device).parameters(), lr=learning_rate)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(model)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = model(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
