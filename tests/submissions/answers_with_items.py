# /// submission
# shows = "Preguntas con otros títulos, respuestas con incisos a) y b), tablas de puntos arriba, nombre en otra forma"
# base = "colab_8000_iterations.py"
# student = "Ignacia Fuentes Rojas"
# [expected]
# a = "passed"
# b = "manual"
# c = "manual"
# d = "passed"
# f = "manual"
# i = "passed"
# j = "manual"
# [answers]
# b = "sería simétrica"
# c = "varianza"
# f = "segundo inciso"
# [[edits]]
# old = "MDS7203 - Modelos Generativos Profundos"
# new = "MDS7203\n\na) vocabulario\n\nb) proyecciones\n\nc) escala\n\nf) cabezas"
# [[edits]]
# old = "**b)** (Bonus) ¿Por qué"
# new = "### (b) ¿Por qué"
# [[edits]]
# old = "**c)** (Bonus) ¿Por qué"
# new = "#### Pregunta **c)**: ¿Por qué"
# [[edits]]
# old = "Se tiene que head_size"
# new = "a) primer inciso: head_size"
# [[edits]]
# old = "se recupera n_embd."
# new = "se recupera n_embd.\n\nb) segundo inciso: el costo es el mismo."
# ///
