# /// submission
# shows = "El bigrama se llama model y el GPT m; el mismo nombre optimizer para los dos"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "m = BigramLanguageModel(vocab_size)\nlogits, loss = m(xb, yb)"
# new = "model = BigramLanguageModel(vocab_size)\nlogits, loss = model(xb, yb)"
# [[edits]]
# old = "print(decode(m.generate(idx = "
# new = "print(decode(model.generate(idx = "
# [[edits]]
# old = "model = GPTLanguageModel()\nm = model.to(device)"
# new = "m = GPTLanguageModel()\nm.to(device)"
# [[edits]]
# old = "optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)"
# new = "optimizer = torch.optim.AdamW(m.parameters(), lr=learning_rate)"
# [[edits]]
# old = "    model.eval()\n    for split"
# new = "    m.eval()\n    for split"
# [[edits]]
# old = "            logits, loss = model(X, Y)"
# new = "            logits, loss = m(X, Y)"
# [[edits]]
# old = "    model.train()\n    return out"
# new = "    m.train()\n    return out"
# [[edits]]
# old = "    logits, loss = model(xb, yb)\n    optimizer"
# new = "    logits, loss = m(xb, yb)\n    optimizer"
# [[edits]]
# old = "model = torch.load('/content/modelo.pth')\nmodel.eval()"
# new = "m.eval()"
# [[edits]]
# old = "torch.save(model, "
# new = "torch.save(m, "
# [[edits]]
# old = "model.generate(context"
# new = "m.generate(context"
# [[edits]]
# old = "opt_bigrama = torch"
# new = "optimizer = torch"
# [[edits]]
# old = "opt_bigrama."
# new = "optimizer."
# [[edits]]
# old = "bigrama = BigramLanguageModel(vocab_size).to(device)"
# new = "model = BigramLanguageModel(vocab_size).to(device)"
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
