# /// submission
# shows = "El corpus se descarga con urllib a input.txt, en la misma celda que lo lee"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "with open('/content/shakespeare.txt', 'r', encoding='utf-8') as f:"
# new = "import urllib.request\nurllib.request.urlretrieve('https://raw.githubusercontent.com/GAMES-UChile/Curso-Modelos-Generativos-Profundos/main/labs/data/shakespeare.txt', 'input.txt')\nwith open('input.txt', 'r', encoding='utf-8') as f:"
# ///
