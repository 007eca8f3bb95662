# /// submission
# shows = "Hostil: el registro del ciclo se llena de basura: tipos, formas y números que no son"
# base = "colab_8000_iterations.py"
# cases = ["none", "numbers", "texts", "shapes", "indices", "optimizer", "group", "nan", "float8"]
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "lost"
# [at_most]
# i = 0.3
# ///
# %%
import torch
def basura():
    t = torch.zeros(65, 65)
    paso = {'before': t.clone(), 'gradient': t.clone(), 'forwards': [0], 'optimizer': 'SGD', 'group': {'lr': 0.1}}
    adelante = {'x': torch.zeros(4, 8, dtype=torch.long), 'training': True}
    cambios = {
        'none': (None, None), 'numbers': ([1, 2, 3], [4, 5, 6]), 'texts': (['a'] * 3, ['b'] * 3),
        'shapes': ([{'x': torch.zeros(3), 'training': 1}] * 3, [paso | {'before': t[:2], 'gradient': t[0]}] * 3),
        'indices': ([adelante], [paso | {'forwards': [99, -5, 'x', None, 2.5]}] * 3),
        'optimizer': ([adelante], [paso | {'optimizer': '__builtins__'}, paso | {'optimizer': 'lr_scheduler'}, paso | {'optimizer': 'LBFGS'}]),
        'group': ([adelante], [paso | {'group': {'lr': -1, 'betas': 'x', 'momentum': [1], 'eps': None}}] * 3),
        'nan': ([adelante], [paso | {'before': t * float('nan'), 'group': {'lr': float('nan')}}] * 3),
        'float8': ([{'x': torch.zeros(4, 8).to(torch.float8_e4m3fn), 'training': True}], [paso | {'before': t.to(torch.float8_e4m3fn)}] * 3),
    }
    return cambios[CASE]
model = GPTLanguageModel()
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
def entrenar():
    for _ in range(max_iters):
        xb, yb = get_batch('train')
        loss = model(xb, yb)[1]
        optimizer.zero_grad(); loss.backward(); optimizer.step()
    import gc
    for r in [o for o in gc.get_objects() if type(o).__name__ == 'Log']:
        r.tell = lambda: dict(zip(('models', 'events', 'meddled'), (*basura(), False)))
entrenar()
