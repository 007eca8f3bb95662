# /// attack
# tries = "Busca lo esperado en la pila, en gc, en sys.modules y en los objetos de la sonda"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import gc, inspect, sys, torch
class Head(Head):
    def forward(self, x):
        forma = (x.shape[0], self.w.out_features)
        sospechosos = []
        for marco in inspect.stack():
            for nombre, valor in {**marco.frame.f_globals, **marco.frame.f_locals}.items():
                if any(p in nombre.lower() for p in ("expected", "scale", "canar", "esperad", "solution")):
                    sospechosos.append((nombre, repr(valor)[:80]))
        for nombre in list(sys.modules):
            if any(p in nombre for p in ("checks", "assertions", "student.client", "kernel.session", "scoring", "test_b")):
                if nombre.startswith("autograder") or nombre.startswith("test_"):
                    sospechosos.append(nombre)
        for objeto in gc.get_objects():
            if type(objeto) is dict and "SCALE" in objeto and "CANARY" in objeto:
                sospechosos.append("los globales de una prueba")
            if type(objeto) is torch.Tensor and tuple(objeto.shape) == forma and objeto is not x:
                return objeto
        if sospechosos:
            raise Exception(f"BRECHA: {sospechosos}")
        return super().forward(x)
