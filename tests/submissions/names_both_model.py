# /// submission
# shows = "Los dos modelos se llaman model y los dos optimizadores optimizer; el bigrama se entrena al final"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "bigrama = BigramLanguageModel(vocab_size).to(device)"
# new = "model = BigramLanguageModel(vocab_size).to(device)"
# [[edits]]
# old = "opt_bigrama"
# new = "optimizer"
# [[edits]]
# old = "bigrama.parameters()"
# new = "model.parameters()"
# [[edits]]
# old = "bigrama(xb, yb)"
# new = "model(xb, yb)"
# [[edits]]
# old = "bigrama.generate"
# new = "model.generate"
# ///
