from otter.test_files import test_case

OK_FORMAT = False

name = "h"
points = None

@test_case(points=None, hidden=False, 
    success_message="Sin targets, forward entrega logits de forma (B, T, vocab_size) y None.", 
    failure_message="Llamado sin targets, forward debe retornar el par (logits, None), con logits de forma (B, T, vocab_size).")
def test_h_sin_targets(env):
    import torch
    modelo = env['GPTLanguageModel']().to(env['device']).eval()
    idx = torch.zeros((2, 3), dtype=torch.long, device=env['device'])
    logits, loss = modelo(idx)
    assert loss is None
    assert tuple(logits.shape) == (2, 3, env['vocab_size'])

@test_case(points=None, hidden=False, 
    success_message="Con targets, forward entrega logits aplanados y una p\xe9rdida escalar.", 
    failure_message="Llamado con targets, forward debe retornar logits de forma (B*T, vocab_size) y una p\xe9rdida que sea un solo n\xfamero.")
def test_h_con_targets(env):
    import torch
    modelo = env['GPTLanguageModel']().to(env['device']).eval()
    idx = torch.zeros((2, 3), dtype=torch.long, device=env['device'])
    logits, loss = modelo(idx, idx)
    assert tuple(logits.shape) == (6, env['vocab_size'])
    assert loss.dim() == 0 and loss.item() > 0

@test_case(points=None, hidden=False, 
    success_message="generate extiende el contexto, aunque este sea m\xe1s largo que block_size.", 
    failure_message="generate debe retornar el contexto seguido de max_new_tokens \xedndices v\xe1lidos, tambi\xe9n si el contexto supera block_size.")
def test_h_generate(env):
    import torch
    modelo = env['GPTLanguageModel']().to(env['device']).eval()
    idx = torch.ones((1, env['block_size'] + 2), dtype=torch.long, device=env['device'])
    salida = modelo.generate(idx, 3)
    assert tuple(salida.shape) == (1, env['block_size'] + 5)
    assert torch.equal(salida[:, :-3], idx)
    assert 0 <= salida.min().item() and salida.max().item() < env['vocab_size']

