"""Stand-ins for what a notebook expects of Colab, a classroom or a GPU machine and the grading machine lacks.

Runs in the student's process, before the first cell.
"""

import importlib
import inspect
import locale
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch

from autograder.kernel_side.commands import Commands
from autograder.kernel_side.downloads import Downloads, replace_urllib
from autograder.kernel_side.file_access import FileAccess, install_file_access
from autograder.kernel_side.file_searches import install_file_searches
from autograder.kernel_side.gpu import emulate_cuda_calls
from autograder.kernel_side.platform_modules import install_platform_modules
from autograder.kernel_side.prompts import Prompts
from autograder.kernel_side.shell_magics import ShellMagics
from autograder.kernel_side.subprocesses import replace_subprocesses
from autograder.kernel_side.text_files import TextFiles

BACKENDS = frozenset({"agg", "pdf", "svg", "ps", "cairo", "template", "pgf"})


def disable_compiler() -> None:
    """Let `torch.compile` return what it is given, as a call and as a decorator: compiling takes minutes."""

    def compile(model: Any = None, *_arguments: Any, **_named: Any) -> Any:
        return model if model is not None else lambda function: function

    torch.compile = compile


def disable_dataloader_workers() -> None:
    """Let every DataLoader read in this process: the same data, without processes that a sandbox has no room for."""
    own = torch.utils.data.DataLoader.__init__
    signature = inspect.signature(own)
    single_process = {
        "num_workers": 0,
        "timeout": 0,
        "prefetch_factor": None,
        "persistent_workers": False,
        "multiprocessing_context": None,
    }

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        given = signature.bind(self, *arguments, **named).arguments
        own(**given | {name: value for name, value in single_process.items() if name in given})

    torch.utils.data.DataLoader.__init__ = __init__  # type: ignore[method-assign]


def accept_any_backend() -> None:
    """Let matplotlib keep drawing into memory, whatever window a notebook asks for."""
    with suppress(ImportError):  # it is there already, unless the kernel started cold
        importlib.import_module("matplotlib.pyplot")
    for module in (sys.modules.get("matplotlib"), sys.modules.get("matplotlib.pyplot")):
        for name in ("use", "switch_backend"):
            if hasattr(module, name):
                setattr(module, name, _only_files(getattr(module, name)))


def _only_files(choose: Any) -> Any:
    def call(backend: Any = None, *arguments: Any, **named: Any) -> None:
        if str(backend).lower() in BACKENDS:
            choose(backend, *arguments, **named)

    return call


def keep_old_display_names() -> None:
    """Let notebooks of older IPythons import what has moved or gone since."""
    display: Any = sys.modules.get("IPython.display")
    core: Any = sys.modules.get("IPython.core.display")
    if display is None:
        return
    if not hasattr(display, "set_matplotlib_formats"):
        display.set_matplotlib_formats = lambda *_formats, **_options: None
    for name in ("display", "clear_output", "update_display"):
        if core is not None and not hasattr(core, name):
            setattr(core, name, getattr(display, name))


def accept_any_locale() -> None:
    """Let `locale.setlocale` keep the locale where the one that it is given is not on this machine."""
    original = locale.setlocale

    def setlocale(category: int, locale: Any = None) -> str:
        try:
            return original(category, locale)
        except Exception:  # locale.Error, or what a strange value raises
            return original(category)

    locale.setlocale = setlocale


def alias_to_notebook(name: str) -> None:
    """Let importing a module that the notebook wrote give the notebook itself, where the module's text has run."""
    sys.modules[name] = sys.modules["__main__"]
    Path(f"{name}.py").touch()


def install(shell: Any, texts: TextFiles, work: Path, home: Path) -> None:
    """Install every stand-in in an IPython shell, and limit torch to one thread.

    `texts` are the provided texts, `work` is the working directory and `home` the home folder.
    """
    torch.set_num_threads(1)
    downloads = Downloads(texts)
    commands = Commands(downloads)
    access = FileAccess(texts, work, home)
    install_file_access(access)
    install_file_searches(access)
    install_platform_modules(downloads)
    replace_urllib(downloads)
    replace_subprocesses(commands)
    disable_compiler()
    disable_dataloader_workers()
    accept_any_backend()
    accept_any_locale()
    keep_old_display_names()
    emulate_cuda_calls()
    ShellMagics(shell, commands, Prompts(texts.names[0] if texts.names else "")).install()
