# /// submission
# shows = "Variables globales que tapan funciones: list, sum, iter, max, input, dict, next y type, al final"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# ///
# %%
# sumas rápidas para el informe
list = [1, 2, 3]
sum = 0
for x in list: sum += x
max = 5
input = xb
dict = {'a': 1}
next = None
type = 'gpt'
