# /// submission
# shows = "train() crea el optimizador dentro de sí y retorna el modelo: model = train(model, lr)"
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
# def train(modelo, lr):
#     # el optimizador se crea adentro
#     opt = torch.optim.AdamW(modelo.parameters(), lr=lr)
#     for it in range(max_iters):
#         xb, yb = get_batch('train')
#         _, loss = modelo(xb, yb)
#         opt.zero_grad()
#         loss.backward()
#         opt.step()
#     return modelo
# 
# model = train(model, learning_rate)
# """
# ///
