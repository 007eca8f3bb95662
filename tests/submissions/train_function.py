# /// submission
# shows = "Una función train() con argumentos, llamada una vez; otra para la evaluación; el bigrama con la misma función"
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
# def train(model, optimizer, n_iter=max_iters):
#     historia = []
#     model.train()
#     for iter in range(n_iter):
#         # evaluamos cada cierto tiempo
#         if iter % eval_interval == 0 or iter == n_iter - 1:
#             losses = estimate_loss()
#             historia.append(losses)
#         x, y = get_batch('train')
#         _, loss = model(x, y)
#         optimizer.zero_grad()
#         loss.backward()
#         optimizer.step()
#     return historia
# 
# historia = train(model, optimizer)
# """
# [[edits]]
# old = """
# for steps in range(10000):
#     xb, yb = get_batch('train')
#     logits, loss = bigrama(xb, yb)
#     opt_bigrama.zero_grad(set_to_none=True)
#     loss.backward()
#     opt_bigrama.step()
# print(loss.item())
# """
# new = """
# historia_bigrama = train(bigrama, opt_bigrama, n_iter=10000)
# """
# ///
