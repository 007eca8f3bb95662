# /// submission
# shows = "La función de entrenamiento, con nombre en español y sin argumentos, está en una celda y se llama en otra"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = """
# for iter in range(max_iters):
# 
#     # cada cierto tiempo evaluamos la loss en train y val
#     if iter % eval_interval == 0 or iter == max_iters - 1:
#         losses = estimate_loss()
#         print(f"step {iter}: train loss {losses['train']:.4f}, val loss {losses['val']:.4f}")
# 
#     # sacamos un batch
#     xb, yb = get_batch('train')
# 
#     # evaluamos la loss y actualizamos
#     logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     loss.backward()
#     optimizer.step()
# """
# new = """
# resultado = entrenar()
# """
# [[edits]]
# old = "@torch.no_grad()\ndef estimate_loss():"
# new = """
# def paso(xb, yb):
#     # un paso de optimización
#     logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     loss.backward()
#     optimizer.step()
#     return loss.item()
# 
# def entrenar():
#     perdidas = []
#     for i in range(max_iters):
#         if i % eval_interval == 0:
#             print(estimate_loss())
#         perdidas.append(paso(*get_batch('train')))
#     return perdidas
# 
# @torch.no_grad()
# def estimate_loss():"""
# ///
