# /// submission
# shows = "El corpus se lee desde Google Drive, en una carpeta propia"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "with open('/content/shakespeare.txt', 'r', encoding='utf-8') as f:"
# new = "import os\nos.chdir('/content/drive/MyDrive/Colab Notebooks/Lab 2')\nwith open('/content/drive/MyDrive/Colab Notebooks/Lab 2/shakespeare.txt', 'r', encoding='utf-8') as f:"
# ///
