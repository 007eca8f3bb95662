# /// attack
# tries = "Un transformador de entrada y un gancho pre_run_cell vacían las celdas que vienen después"
# from = "none"
# expected = { a = "none", b = "none", c = "none", d = "none" }
# at = "start"
# ///
# %%
ip = get_ipython()
ip.input_transformers_post.append(lambda lineas: ["pass\n"])
def espiar(info):
    info.raw_cell = "pass"
ip.events.register("pre_run_cell", espiar)
