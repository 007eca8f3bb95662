# /// attack
# tries = "Un transformador de AST quita todo assert y toda comparación de lo que corra después"
# from = "none"
# expected = { a = "passed", b = "lost", c = "passed", d = "passed" }
# at = "start"
# ///
# %%
import ast
class Quitar(ast.NodeTransformer):
    def visit_Assert(self, nodo):
        return ast.Pass()
    def visit_Compare(self, nodo):
        return ast.copy_location(ast.Constant(True), nodo)
get_ipython().ast_transformers.append(Quitar())
import builtins
compilar = builtins.compile
builtins.compile = lambda fuente, *a, **k: compilar("pass" if isinstance(fuente, str) and "assert" in fuente else fuente, *a, **k)
