# /// submission
# shows = "El modelo compilado con torch.compile, como recomiendan muchos tutoriales"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# new = "model = torch.compile(model)\noptimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# [[edits]]
# old = "torch.save(model, "
# new = "torch.save(m, "
# ///
