# /// submission
# shows = "exit() y quit() en celdas del medio, que en un kernel lo apagan después de la celda"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "B,T,C = 4,8,2"
# new = "exit()\nB,T,C = 4,8,2"
# ///
# %%
quit()
