# /// submission
# shows = "torch.amp con device_type a mano, AdamW fused, y zero_grad al final de cada vuelta"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# new = """
# optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, fused=True)
# scaler = torch.amp.GradScaler('cuda')
# """
# [[edits]]
# old = """
#     logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     loss.backward()
#     optimizer.step()
# """
# new = """
#     with torch.autocast(device_type='cuda', dtype=torch.float16):
#         logits, loss = model(xb, yb)
#     scaler.scale(loss).backward()
#     scaler.step(optimizer)
#     scaler.update()
#     optimizer.zero_grad(set_to_none=True)
# """
# ///
