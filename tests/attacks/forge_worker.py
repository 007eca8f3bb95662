# /// attack
# tries = "Cambia la sonda: cada respuesta es un éxito inventado, con las palabras que usa la corrección"
# from = "none"
# expected = { a = "lost", b = "lost", c = "lost", d = "lost" }
# ///
# %%
import sys
hallados = [m for n, m in list(sys.modules.items()) if n.startswith("autograder") and hasattr(m, "Probe")]
for modulo in hallados:
    honesto = modulo.Probe.answer
    def answer(self, request, *resto):
        if request.get("verb") in ("find", "used_globals", "finish", "replace_globals", "restore_globals"):
            return honesto(self, request, *resto)
        return {"ok": True, "value": {"$": "dict", "is": [["verdict", "passed"], ["score", 1.0], ["points", 9]]}, "verdict": "passed", "score": 4.0}, b""
    modulo.Probe.answer = answer
