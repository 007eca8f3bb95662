from otter.test_files import test_case

OK_FORMAT = False

name = "a"
points = None

@test_case(points=None, hidden=False, 
    success_message="encode entrega una lista de enteros y decode un texto.", 
    failure_message="Revisa los tipos. encode retorna una lista de int, uno por car\xe1cter, y decode retorna un str.")
def test_a_tipos(env):
    tokens = env['encode']('arena')
    assert isinstance(tokens, list)
    assert len(tokens) == 5
    assert all((type(token) is int for token in tokens))
    assert isinstance(env['decode'](tokens), str)

@test_case(points=None, hidden=False, 
    success_message="Codificar y decodificar devuelve el texto de partida.", 
    failure_message="Al codificar un trozo del corpus y decodificarlo no se recupera el mismo trozo.")
def test_a_ida_y_vuelta(env):
    trozo = env['text'][1000:1500]
    assert env['decode'](env['encode'](trozo)) == trozo

@test_case(points=None, hidden=False, 
    success_message="stoi e itos cubren el vocabulario completo.", 
    failure_message="stoi e itos deben tener una entrada por cada car\xe1cter de chars, y ninguna m\xe1s.")
def test_a_tablas(env):
    assert len(env['stoi']) == len(env['itos']) == env['vocab_size']

