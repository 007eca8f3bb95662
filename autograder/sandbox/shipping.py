"""Packs modules of the engine as source text for another process, which then needs no access to their files."""

from collections.abc import Sequence
from importlib import resources


def ship(names: Sequence[str]) -> str:
    """Return source text that makes modules of the engine importable in the process that executes it.

    `names` are the modules' names below `autograder`, such as "kernel_side.wire", in the order of loading. Their
    packages are empty and have no path, so that no other module can be imported from them.
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
