from otter.test_files import test_case

OK_FORMAT = False

name = "g"
points = None

@test_case(points=None, hidden=False, 
    success_message="El bloque conserva la forma de su entrada, as\xed que se puede apilar.", 
    failure_message="Con x de forma (B, T, n_embd) el bloque debe entregar esa misma forma.")
def test_g_forma(env):
    import torch
    bloque = env['DecoderBlock'](env['n_embd'], env['n_head']).eval()
    x = torch.ones(2, 3, env['n_embd'])
    assert bloque(x).shape == x.shape

@test_case(points=None, hidden=False, 
    success_message="Las cuatro partes del bloque participan del c\xe1lculo.", 
    failure_message="Alguna de las partes sa, ffwd, ln1 o ln2 no participa del c\xe1lculo de forward.")
def test_g_usa_todo(env):
    import torch
    bloque = env['DecoderBlock'](env['n_embd'], env['n_head']).eval()
    llamadas = set()
    for nombre in ('sa', 'ffwd', 'ln1', 'ln2'):
        getattr(bloque, nombre).register_forward_hook(lambda *_, nombre=nombre: llamadas.add(nombre))
    bloque(torch.ones(1, 2, env['n_embd']))
    assert len(llamadas) == 4

