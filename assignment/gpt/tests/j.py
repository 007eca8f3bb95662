from otter.test_files import test_case

OK_FORMAT = False

name = "j"
points = None

@test_case(points=None, hidden=False, 
    success_message="El modelo base entrenado es mejor que uno sin entrenar.", 
    failure_message="La p\xe9rdida de baseline no es menor que la de un BigramLanguageModel reci\xe9n creado. Revisa su ciclo y su optimizador.")
def test_j_aprendio(env):
    baseline = env['baseline']
    nuevo = type(baseline)(env['vocab_size']).to(env['device'])
    assert isinstance(baseline, env['BigramLanguageModel'])
    assert env['estimate_loss'](baseline)['val'] < env['estimate_loss'](nuevo)['val'] - 0.05

