# /// attack
# tries = "Nota que lo corrigen y entonces contesta otra cosa, según quién llame"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import sys
corrigen = any(n.startswith("autograder") for n in sys.modules) or not hasattr(sys.stdout, "isatty")
class Head(Head):
    def forward(self, x):
        if not corrigen:
            return super().forward(x)
        return next((0.5 * v for n, v in sys._getframe(1).f_locals.items() if torch.is_tensor(v) and v.shape == (4, 5)), 0.5 * self.w(x))
