# /// attack
# tries = "Contesta con objetos iguales a todo, que se hacen pasar por un tensor"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
class Igual:
    __class__ = torch.Tensor
    shape, dtype, ndim = torch.Size([4, 5]), torch.float32, 2
    def __eq__(self, otro): return True
    def __bool__(self): return True
    def __hash__(self): return 0
    def __getattr__(self, nombre): return self
    def __call__(self, *a, **k): return self
    def __float__(self): return 0.0
    def __le__(self, otro): return True
    __lt__ = __ge__ = __gt__ = __sub__ = __rsub__ = __eq__
class Head(Head):
    def forward(self, x):
        return Igual()
