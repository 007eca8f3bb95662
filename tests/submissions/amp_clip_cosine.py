# /// submission
# shows = "Precisión mixta con GradScaler y autocast, recorte de gradientes y tasa coseno"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# new = """
# optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, weight_decay=0.1, betas=(0.9, 0.95))
# scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=max_iters)
# scaler = torch.cuda.amp.GradScaler()
# """
# [[edits]]
# old = """
#     logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     loss.backward()
#     optimizer.step()
# """
# new = """
#     # precisión mixta para que quepa en la T4
#     with torch.cuda.amp.autocast():
#         logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     scaler.scale(loss).backward()
#     scaler.unscale_(optimizer)
#     torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)  # evita gradientes que explotan
#     scaler.step(optimizer)
#     scaler.update()
#     scheduler.step()
# """
# ///
