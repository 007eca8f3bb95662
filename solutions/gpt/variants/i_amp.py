"""
question = "i"
explanation.es = "El ciclo usa precisión mixta: autocast y GradScaler."
explanation.en = "The loop uses mixed precision: autocast and GradScaler."
"""

torch.manual_seed(1337)

use_amp = device == "cuda"
scaler = torch.amp.GradScaler(device, enabled=use_amp)
for step in range(max_iters):
    if step % eval_interval == 0 or step == max_iters - 1:
        print(step, estimate_loss(model))
    xb, yb = get_batch("train")
    with torch.autocast(device_type=device, dtype=torch.float16, enabled=use_amp):
        logits, loss = model(xb, yb)
    optimizer.zero_grad(set_to_none=True)
    # el escalador evita que los gradientes pequeños se vuelvan cero
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    scaler.update()
