# /// attack
# tries = "Busca secretos en su propio entorno, también en el que tuvo el proceso del que nació"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# ///
# %%
import os, re, sys
textos = [repr(dict(os.environ)), repr(sys.argv), repr(sys.orig_argv), repr(sys.path)]
for nombre in ("environ", "cmdline", "auxv"):
    try:
        textos.append(open(f"/proc/self/{nombre}", "rb").read().decode("latin-1"))
    except OSError:
        pass
for texto in textos:
    if re.search("CANARI[O]|attacks/la[b]", texto):
        raise Exception("BRECHA: " + texto[:800])
