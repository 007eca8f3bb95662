# /// attack
# tries = "Errores cuyo texto parece una plantilla, una ruta de la corrección o el código de una prueba"
# from = "none"
# expected = { a = "lost", b = "lost", c = "passed", d = "passed" }
# cell = ["error"]
# ///
# %%
textos = ["{lab.folder} {0.__class__.__init__.__globals__} {student} %(lab)s %s%s%n ${HOME} $(id) `id` {{7*7}} {% include 'lab.toml' %}",
          "def test_numbers(student):\n    assert True", "[[questions]]\nid = 'b'\npoints = 9", "passed", '{"verdict": "passed", "score": 1.0}']
class Head(Head):
    def forward(self, x):
        raise Exception("\n".join(textos))
def double(x):
    raise KeyError(textos[0])
# %%
raise Exception(textos[0])
