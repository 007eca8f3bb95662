# /// submission
# shows = "Hostil: Head busca la respuesta en la pila, en sys.modules, en gc y en el entorno, y devuelve lo que tenga la forma"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "lost"
# e = "passed"
# h = "passed"
# [at_most]
# d = 0.6
# ///
# %%
import gc, inspect, os, sys, torch
class Head(Head):
    def forward(self, x):
        B, T, C = x.shape
        forma = (B, T, self.value.out_features)
        vistos = []
        for marco in inspect.stack():
            for nombre, valor in {**marco.frame.f_globals, **marco.frame.f_locals}.items():
                if any(p in nombre for p in ('expected', 'answer', 'right', 'solution', 'reference', 'esperad')):
                    vistos.append(valor)
                if isinstance(valor, torch.Tensor) and tuple(valor.shape) == forma:
                    vistos.append(valor)
        for nombre, modulo in list(sys.modules.items()):
            if 'check' in nombre or 'solution' in nombre or 'autograder' in nombre or 'expect' in nombre:
                vistos += [v for v in list(vars(modulo).values()) if isinstance(v, torch.Tensor)]
        for objeto in gc.get_objects():
            if type(objeto) is torch.Tensor and tuple(objeto.shape) == forma:
                vistos.append(objeto)
        vistos += [v for k, v in os.environ.items() if 'SOL' in k or 'GRAD' in k]
        for v in vistos:
            if isinstance(v, torch.Tensor) and tuple(v.shape) == forma:
                return v.detach() + 0 * self.value(x)
        return 0 * self.value(x)
