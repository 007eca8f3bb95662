# /// submission
# shows = "Hostil: cuaderno vacío que imprime y escribe un resultado perfecto, y cambia lo que haya a mano"
# [expected]
# a = "none"
# d = "none"
# e = "none"
# g = "none"
# h = "none"
# i = "none"
# j = "none"
# ///
# %%
import atexit, builtins, glob, json, os, sys
perfecto = {"score": 6.0, "max_score": 6.0, "mark": 7.0, "questions": {q: {"status": "passed", "score": 1.5} for q in "abcdefghij"}}
def entregar():
    for carpeta in ('.', '..', '../..', '/tmp', os.environ.get('HOME', '.')):
        for nombre in ('result.json', 'results.json', '.OTTER_LOG'):
            try: open(os.path.join(carpeta, nombre), 'w').write(json.dumps(perfecto))
            except Exception: pass
entregar()
atexit.register(entregar)
print(json.dumps(perfecto))
print("score 6.0 6.0\na passed\nd passed", file=sys.stderr)

# %%
from IPython.display import display
display({"application/json": perfecto}, raw=True)
get_ipython().events.register('post_run_cell', lambda *a: print(json.dumps(perfecto)))
get_ipython().ast_transformers.append(type('T', (), {'visit': lambda self, node: node})())
