"""Our own files on their way into another process, as text: nothing there then leads back to where they lie."""

from collections.abc import Sequence
from importlib import resources


def ship(names: Sequence[str]) -> str:
    """Source text that makes modules of ours importable as `autograder.<name>`, in this order."""
    texts = {name: resources.files("autograder").joinpath(f"{name}.py").read_text("utf-8") for name in names}
    return f"""
def _install():
    import sys, types
    package = types.ModuleType("autograder")
    package.__path__ = []
    sys.modules["autograder"] = package
    for name, text in {texts!r}.items():
        module = types.ModuleType("autograder." + name)
        sys.modules[module.__name__] = module
        exec(compile(text, module.__name__, "exec"), module.__dict__)
        setattr(package, name, module)
_install()
del _install
"""
