"""
question = "i"
explanation.es = "Autocast en bfloat16 y un GradScaler que sí escala, con recorte después de deshacer la escala."
explanation.en = "Autocast in bfloat16 and a GradScaler that does scale, with clipping after the scale is undone."
"""

torch.manual_seed(1337)

tipo = "cuda" if torch.cuda.is_available() else "cpu"
scaler = torch.amp.GradScaler(tipo)
for step in range(max_iters):
    xb, yb = get_batch("train")
    with torch.autocast(tipo, dtype=torch.bfloat16):
        logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)  # se recorta la norma verdadera
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    scaler.step(optimizer)
    scaler.update()
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
