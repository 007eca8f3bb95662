# /// attack
# tries = "Contesta con una subclase de Tensor cuyo __torch_function__ dice siempre que sí"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
class Mentira(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func, types, args=(), kwargs=None):
        if getattr(func, "__name__", "") in ("allclose", "equal", "isclose", "__eq__", "eq", "all", "any", "isfinite", "__bool__", "le", "__le__", "lt"):
            return True
        with torch._C.DisableTorchFunctionSubclass():
            return func(*args, **(kwargs or {}))
class Head(Head):
    def forward(self, x):
        return super().forward(x).as_subclass(Mentira)
