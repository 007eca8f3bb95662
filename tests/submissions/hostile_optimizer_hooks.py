# /// submission
# shows = "Hostil: el ciclo no hace nada y los ganchos de torch.optim y del registro cuentan pasos que no hubo"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "lost"
# [at_most]
# i = 0.3
# [[edits]]
# old = """
#     logits, loss = model(xb, yb)
#     optimizer.zero_grad(set_to_none=True)
#     loss.backward()
#     optimizer.step()
# """
# new = """
#     logits, loss = model(xb, yb)
#     if False: loss.backward()
#     for nombre, modulo in list(__import__('sys').modules.items()):
#         if nombre.startswith('standin_') and hasattr(modulo, 'Recorder'):
#             for r in [o for o in __import__('gc').get_objects() if type(o).__name__ == 'Recorder']:
#                 r.steps.append({'before': r.model.table.detach().clone(), 'gradient': torch.zeros_like(r.model.table), 'forwards': [0], 'optimizer': 'SGD', 'group': {'lr': 0.0}})
# """
# ///
