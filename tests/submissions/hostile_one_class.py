# /// submission
# shows = "Hostil: una sola clase sale, muere, se cuelga o inunda la salida; las demás preguntas conservan su veredicto"
# base = "colab_8000_iterations.py"
# cases = ["sys_exit", "os_exit", "hang", "stubborn_hang", "flood", "recursion", "interrupt", "memory", "bad_repr", "generator_exit"]
# [expected]
# a = "passed"
# d = "passed"
# e = "none"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [limits]
# cell = 10
# check = 4
# submission = 400
# ///
# %%
import os, sys, time
class Raro:
    def __repr__(self): raise ValueError('sin repr')
    __str__ = __repr__
class Fallo(Exception):
    def __str__(self): raise ValueError('sin texto')
class FeedFoward(FeedFoward):
    def forward(self, x):
        if CASE == "sys_exit": sys.exit(3)
        if CASE == "os_exit": os._exit(0)
        if CASE == "hang": time.sleep(1000)
        if CASE == "stubborn_hang":
            while True:
                try: time.sleep(1000)
                except BaseException: pass
        if CASE == "flood":
            for _ in range(300): print('x' * 1_000_000)
            return None
        if CASE == "recursion": return self.forward(x)
        if CASE == "interrupt": raise KeyboardInterrupt
        if CASE == "memory": raise MemoryError('x' * 10_000_000)
        if CASE == "bad_repr": return [Raro(), {1: Raro()}] if x.sum() > 0 else self.raro()
        if CASE == "generator_exit": raise GeneratorExit(Raro())
    def raro(self): raise Fallo(Raro())
