# /// submission
# shows = "Celdas que matan el kernel: os._exit y os.kill, una al comienzo y otra al final"
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
# old = "from google.colab import drive"
# new = "import os\nos._exit(00)  # reinicia el entorno de Colab"
# ///
# %%
import os
os.kill(os.getpid(), 9)
