# /// submission
# shows = "Hostil: cambia isinstance, range, len y los nombres de la corrección en builtins; las respuestas están bien"
# base = "colab_8000_iterations.py"
# cases = ["steps", "isinstance", "len", "getattr", "repr"]
# [expected]
# a = "decided"
# d = "decided"
# h = "decided"
# [limits]
# cell = 20
# check = 10
# ///
# %%
import builtins
if CASE == "steps":
    builtins.__autograder_steps__ = lambda x: x
    builtins.__autograder_clamp__ = lambda x, y: x
if CASE == "isinstance":
    builtins.isinstance = lambda a, b: True
if CASE == "len":
    builtins.len = lambda a: 3
if CASE == "getattr":
    builtins.getattr = lambda *a: None
if CASE == "repr":
    builtins.repr = lambda a: a
