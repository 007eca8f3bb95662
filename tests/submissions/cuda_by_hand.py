# /// submission
# shows = "'cuda' y torch.device('cuda') a mano, .cuda(), assert torch.cuda.is_available(), pin_memory"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = "device = 'cuda' if torch.cuda.is_available() else 'cpu'"
# new = "assert torch.cuda.is_available(), 'activar GPU en Colab'\ndevice = torch.device('cuda')\nprint(torch.cuda.get_device_name(0), torch.cuda.get_device_properties(0).total_memory/1e9)"
# [[edits]]
# old = "m = model.to(device)"
# new = "m = model.cuda()"
# [[edits]]
# old = "    x, y = x.to(device), y.to(device)"
# new = "    x, y = x.pin_memory().to(device, non_blocking=True), y.to('cuda:0')"
# [[edits]]
# old = "context = torch.zeros((1, 1), dtype=torch.long, device=device)"
# new = "context = torch.zeros((1, 1), dtype=torch.long, device='cuda')"
# ///
