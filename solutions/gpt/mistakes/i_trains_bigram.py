"""
question = "i"
es = "El ciclo entrena el modelo de bigramas, y el GPT queda sin entrenar."
en = "The loop trains the bigram model, and the GPT is left untrained."
shows_es = "los {count} ciclos del cuaderno entrenan un {other}."
shows_en = "the notebook's {count} loops train a {other}."
"""

torch.manual_seed(1337)
m = BigramLanguageModel(vocab_size).to(device)
optimizer = torch.optim.AdamW(m.parameters(), lr=learning_rate)
for step in range(max_iters):
    # de tanto en tanto, una medida confiable de ambas pérdidas
    if step % eval_interval == 0 or step == max_iters - 1:
        losses = estimate_loss(m)
        print(f"paso {step}: entrenamiento {losses['train']:.4f}, validación {losses['val']:.4f}")

    xb, yb = get_batch("train")  # (B, T) cada uno
    logits, loss = m(xb, yb)

    # los gradientes se acumulan: hay que borrarlos antes de propagar los de este lote
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
