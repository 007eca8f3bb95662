# /// submission
# shows = "set_default_dtype(float64), set_grad_enabled(False) y semillas fijas al final; lo demás está bien"
# base = "colab_8000_iterations.py"
# cases = ["float64", "no_grad", "deterministic", "inference", "default_device"]
# [expected]
# a = "passed"
# d = "decided"
# e = "decided"
# g = "decided"
# h = "decided"
# i = "decided"
# ///
# %%
import torch
if CASE == "float64":
    torch.set_default_dtype(torch.float64)
if CASE == "no_grad":
    torch.set_grad_enabled(False)
if CASE == "deterministic":
    torch.use_deterministic_algorithms(True); torch.autograd.set_detect_anomaly(True)
if CASE == "inference":
    modo = torch.inference_mode(); modo.__enter__()
if CASE == "default_device":
    torch.set_default_device('meta')
