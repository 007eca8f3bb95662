# /// submission
# shows = "Hilos y procesos que siguen corriendo después de la última celda; las respuestas están bien"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# ///
# %%
import subprocess, threading, time, torch
def girar():
    while True:
        print('sigo')
        time.sleep(0.01)
for _ in range(4):
    threading.Thread(target=girar, daemon=False).start()
subprocess.Popen(['sleep', '600'])
subprocess.Popen('sleep 600 & disown', shell=True, start_new_session=True)
