# /// submission
# shows = "Una celda que no termina nunca, y otra que no se deja interrumpir; lo demás está bien"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [limits]
# cell = 8
# ///
# %%
contador = 0
while True:
    contador += 1

# %%
while True:
    try:
        contador += 1
    except BaseException:
        pass
