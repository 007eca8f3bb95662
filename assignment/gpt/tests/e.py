from otter.test_files import test_case

OK_FORMAT = False

name = "e"
points = None

@test_case(points=None, hidden=False, 
    success_message="La salida conserva la forma de la entrada.", 
    failure_message="La salida de FeedForward debe tener la misma forma que su entrada, (B, T, n_embd).")
def test_e_forma(env):
    import torch
    ancho = env['n_embd']
    red = env['FeedForward'](ancho).eval()
    for B, T in ((1, 1), (3, 5)):
        assert tuple(red(torch.ones(B, T, ancho)).shape) == (B, T, ancho)

@test_case(points=None, hidden=False, 
    success_message="Entradas distintas dan salidas distintas.", 
    failure_message="Dos entradas distintas dieron la misma salida. Revisa que forward use x y las capas que creaste.")
def test_e_usa_la_entrada(env):
    import torch
    ancho = env['n_embd']
    red = env['FeedForward'](ancho).eval()
    assert not torch.allclose(red(torch.ones(1, 2, ancho)), red(-torch.ones(1, 2, ancho)))

