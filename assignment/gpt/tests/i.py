from otter.test_files import test_case

OK_FORMAT = False

name = "i"
points = None

@test_case(points=None, hidden=False, 
    success_message="El modelo entrenado predice mejor que el azar en textos que no vio.", 
    failure_message="La p\xe9rdida de validaci\xf3n no baj\xf3 de ln(vocab_size), la de adivinar al azar. Revisa el ciclo, o entrena m\xe1s pasos.")
def test_i_mejor_que_el_azar(env):
    import math
    import torch
    with torch.no_grad():
        perdidas = [env['model'](*env['get_batch']('val'))[1].item() for _ in range(10)]
    assert sum(perdidas) / len(perdidas) < math.log(env['vocab_size'])

