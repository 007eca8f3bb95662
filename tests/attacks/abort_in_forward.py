# /// attack
# tries = "abort() cuando le preguntan por Net"
# from = "none"
# expected = { a = "passed", b = "lost", c = "lost", d = "passed" }
# ///
# %%
import os
class Net(Net):
    def forward(self, x):
        os.abort()
