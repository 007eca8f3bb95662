"""Packs modules of the engine as source text for another process, so that nothing there leads back to their files."""

from collections.abc import Sequence
from importlib import resources


def ship(names: Sequence[str]) -> str:
    """Return source text that makes modules of the engine importable where it is executed, in the given order.

    `names` are the modules' names below `autograder`, such as "kernel_side.wire". The packages on the way are made
    empty and have no path, so nothing can be imported from them but what was shipped.
    """
    engine = resources.files("autograder")
    texts = {name: engine.joinpath(f"{name.replace('.', '/')}.py").read_text("utf-8") for name in names}
    return f"""
def _install():
    import sys, types
    def module(name):
        made = sys.modules[name] = types.ModuleType(name)
        parent, _, last = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], last, made)
        return made
    for name, text in {texts!r}.items():
        package = "autograder"
        for part in ["", *name.split(".")[:-1]]:
            package += part and "." + part
            if package not in sys.modules:
                module(package).__path__ = []
        made = module("autograder." + name)
        exec(compile(text, made.__name__, "exec"), made.__dict__)
_install()
del _install
"""
