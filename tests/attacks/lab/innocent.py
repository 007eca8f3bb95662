# %%
class Head(Head):
    secreto = "CANARIO-a05b9e3f7c42d618"
    def forward(self, x):
        return 0.7310585786300049 * self.w(x)
