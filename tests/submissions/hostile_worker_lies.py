# /// submission
# shows = "Hostil: la sonda misma se cambia y cada respuesta es una mentira de otra clase"
# base = "colab_8000_iterations.py"
# cases = ["zeros", "nan", "huge_shape", "empty", "int", "float8", "complex", "bool", "text", "deep", "pickle", "not_json", "no_reply", "many", "wrong_keys", "half_state", "big_text", "recursive_shape"]
# [expected]
# a = "decided"
# d = "decided"
# e = "decided"
# g = "decided"
# h = "decided"
# i = "decided"
# [at_most]
# d = 0.4
# e = 0.4
# g = 0.4
# h = 0.45
# i = 0.3
# [limits]
# check = 2
# submission = 20
# ///
# %%
import pickle, sys, torch
from autograder.kernel_side import server
from autograder.kernel_side import wire
from autograder.kernel_side import probe
def mentir(valor, hoja):
    if isinstance(valor, torch.Tensor): return hoja(valor)
    if isinstance(valor, dict): return {k: mentir(v, hoja) for k, v in valor.items()}
    if isinstance(valor, (list, tuple)): return type(valor)(mentir(v, hoja) for v in valor)
    return valor
HOJAS = {
    "zeros": torch.zeros_like, "nan": lambda t: t * float('nan'),
    "huge_shape": lambda t: torch.zeros(3000, 3000), "empty": lambda t: torch.zeros(0),
    "int": lambda t: t.long(), "float8": lambda t: t.float().to(torch.float8_e4m3fn),
    "complex": lambda t: t.to(torch.complex64), "bool": lambda t: t != 0, "text": lambda t: "tensor",
    "recursive_shape": lambda t: t.reshape(1, 1, 1, *t.shape), "half_state": lambda t: t[:1] if t.ndim else t,
}
class Sub: pass
verdadero = probe.Probe.answer
preguntas = 0
def responder(self, request, buffer):
    global preguntas
    preguntas += 1
    if request["verb"] in ("find", "used_globals"):
        return verdadero(self, request, buffer)
    if CASE in HOJAS:
        antes = probe.pack
        probe.pack = lambda v: antes(mentir(v, HOJAS[CASE]))
        try: return verdadero(self, request, buffer)
        finally: probe.pack = antes
    verdadero(self, request, buffer)
    hondo = []
    for _ in range(500): hondo = [hondo]
    return {
        "deep": ({"ok": True, "value": hondo}, b""),
        "pickle": ({"ok": True, "value": {"$": "tensor", "is": "0"}}, pickle.dumps(torch.zeros(3))),
        "not_json": ("hola", b"\x00" * 100),
        "many": ({"ok": True, "value": [0] * 300_000}, b""),
        "wrong_keys": ({"ok": True, "value": {"$": "dict", "is": [["parameters", 3], [["x"], None], ["inputs", "x"], ["forwards", 1], ["steps", {"$": "float", "is": "nan"}]]}}, b""),
        "big_text": ({"ok": True, "value": "x" * 5_000_000}, b""),
    }[CASE]
probe.Probe.answer = responder
if CASE == "no_reply":
    server.Server._reply = lambda self, number, text, buffer: b""
