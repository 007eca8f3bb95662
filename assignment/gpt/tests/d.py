from otter.test_files import test_case

OK_FORMAT = False

name = "d"
points = None

@test_case(points=None, hidden=False, 
    success_message="La salida tiene la forma pedida, tambi\xe9n cuando T es menor que block_size.", 
    failure_message="Con x de forma (2, T, n_embd) la salida debe ser (2, T, head_size), para T igual a block_size y tambi\xe9n para T menor.")
def test_d_forma(env):
    import torch
    largo = env['block_size']
    head = env['Head'](6).eval()
    for T in (largo, largo // 2, 1):
        assert tuple(head(torch.zeros(2, T, env['n_embd'])).shape) == (2, T, 6)

@test_case(points=None, hidden=False, 
    success_message="Cambiar el \xfaltimo token no altera las salidas anteriores.", 
    failure_message="Al cambiar solo el \xfaltimo token cambi\xf3 alguna salida anterior. Una posici\xf3n no debe ver las que vienen despu\xe9s.")
def test_d_ultimo_token(env):
    import torch
    head = env['Head'](6).eval()
    x = torch.linspace(-1, 1, 5 * env['n_embd']).reshape(1, 5, env['n_embd'])
    otro = x.clone()
    otro[:, -1] = 3.0
    assert torch.allclose(head(x)[:, :-1], head(otro)[:, :-1], atol=1e-06)

@test_case(points=None, hidden=False, 
    success_message="Los par\xe1metros entrenables son los de las tres proyecciones.", 
    failure_message="Head debe tener solo los par\xe1metros de tres proyecciones lineales sin sesgo. La m\xe1scara no es un par\xe1metro.")
def test_d_parametros(env):
    head = env['Head'](6)
    assert sum((p.numel() for p in head.parameters())) == 3 * 6 * env['n_embd']

