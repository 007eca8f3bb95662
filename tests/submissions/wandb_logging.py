# /// submission
# shows = "Registra la pérdida con wandb, que no está en la máquina que corrige, en cada vuelta del ciclo"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "import torch\nimport torch.nn as nn\n"
# new = "import torch\nimport torch.nn as nn\n!pip install wandb -q\nimport wandb\n"
# [[edits]]
# old = "torch.manual_seed(206684402)\nfor iter"
# new = "torch.manual_seed(206684402)\nwandb.init(project='lab2', config={'lr': learning_rate})\nfor iter"
# [[edits]]
# old = "    # sacamos un batch\n"
# new = "    # sacamos un batch\n    wandb.log({'paso': iter})\n"
# ///
