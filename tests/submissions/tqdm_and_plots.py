# /// submission
# shows = "tqdm.notebook, listas de pérdidas y gráficos con matplotlib, EarlyStopping a mano y checkpoint con state_dict"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "for iter in range(max_iters):"
# new = """
# from tqdm.notebook import tqdm
# import time, os
# import matplotlib.pyplot as plt
# train_losses, val_losses, pasos = [], [], []
# mejor = float('inf'); paciencia = 0
# inicio = time.time()
# barra = tqdm(range(max_iters), desc='entrenando')
# for iter in barra:"""
# [[edits]]
# old = "        losses = estimate_loss()\n        print("
# new = """
#         losses = estimate_loss()
#         train_losses.append(losses['train'].item()); val_losses.append(losses['val'].item()); pasos.append(iter)
#         if losses['val'] < mejor:
#             mejor = losses['val']; paciencia = 0
#             os.makedirs('/content/checkpoints', exist_ok=True)
#             torch.save(model.state_dict(), '/content/checkpoints/mejor.pt')
#         else:
#             paciencia += 1
#             if paciencia > 5:
#                 break
#         barra.set_postfix(val=float(losses['val']))
#         print("""
# [[edits]]
# old = "# guardamos el modelo por si se cae colab"
# new = """
# plt.style.use('ggplot')
# plt.figure(figsize=(10,4))
# plt.plot(pasos, train_losses, label='train'); plt.plot(pasos, val_losses, label='val')
# plt.legend(); plt.savefig('/content/curvas.png'); plt.show()
# print(f'demoró {(time.time()-inicio)/60:.1f} min')
# model.load_state_dict(torch.load('/content/checkpoints/mejor.pt', map_location=device))
# # guardamos el modelo"""
# ///
