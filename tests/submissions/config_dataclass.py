# /// submission
# shows = "Hiperparámetros en una dataclass y en un dict, además de las globales"
# base = "colab_8000_iterations.py"
# [expected]
# a = "passed"
# d = "passed"
# e = "passed"
# g = "passed"
# h = "passed"
# i = "passed"
# j = "manual"
# [[edits]]
# old = """
# # hiperparámetros
# batch_size = 64
# block_size = 256
# max_iters = 8000
# eval_interval = 500
# learning_rate = 3e-4
# device = 'cuda' if torch.cuda.is_available() else 'cpu'
# eval_iters = 200
# n_embd = 384
# n_head = 6
# n_layer = 6
# dropout = 0.2
# """
# new = """
# from dataclasses import dataclass, asdict
# 
# @dataclass
# class Config:
#     batch_size: int = 64
#     block_size: int = 256
#     max_iters: int = 8000
#     eval_interval: int = 500
#     learning_rate: float = 3e-4
#     device: str = 'cuda'
#     eval_iters: int = 200
#     n_embd: int = 384
#     n_head: int = 6
#     n_layer: int = 6
#     dropout: float = 0.2
# 
# cfg = Config()
# # las clases usan variables globales
# batch_size, block_size, max_iters = cfg.batch_size, cfg.block_size, cfg.max_iters
# eval_interval, learning_rate, eval_iters = cfg.eval_interval, cfg.learning_rate, cfg.eval_iters
# n_embd, n_head, n_layer, dropout, device = cfg.n_embd, cfg.n_head, cfg.n_layer, cfg.dropout, cfg.device
# hiper = dict(asdict(cfg), comentario='modelo grande')
# assert hiper['n_embd'] % hiper['n_head'] == 0
# """
# [[edits]]
# old = "for iter in range(max_iters):"
# new = "for iter in range(cfg.max_iters):"
# ///
