# /// submission
# shows = "Un error: el optimizador tiene los parámetros del bigrama"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# e = "passed"
# f = "manual"
# g = "passed"
# h = "passed"
# i = "lost"
# j = "manual"
# [[edits]]
# old = "m = model.to(device)\n"
# new = "gpt = model.to(device)\n"
# [[edits]]
# old = "in m.parameters()"
# new = "in gpt.parameters()"
# [[edits]]
# old = "optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# new = "optimizer = torch.optim.AdamW(m.parameters(), lr=learning_rate)"
# ///
