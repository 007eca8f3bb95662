"""What a notebook expects of the machine that it was written on, for a machine that is another one.

Runs in the student's process, before the first cell.
"""

import sys
import types
from typing import Any

import torch


class Checker:
    """Stands in for otter's Notebook: public checks are the student's affair, hidden ones decide."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def check(self, *_arguments: Any, **_named: Any) -> None:
        """Check nothing."""

    check_all = export = to_pdf = check


def _returning(value: Any) -> Any:
    """A new function every time: torch's compiler keeps a table of its functions, each an object of its own."""
    return lambda *_arguments, **_named: value


def _module(name: str, **contents: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module
    return module


def provide_modules() -> None:
    """Provide what belongs to a classroom's platform and does nothing here: otter, google.colab."""
    _module("otter", Notebook=Checker)
    drive = _module("google.colab.drive", mount=_returning(None), flush_and_unmount=_returning(None))
    files = _module("google.colab.files", download=_returning(None), upload=dict, view=_returning(None))
    userdata = _module("google.colab.userdata", get=_returning(None))
    colab = _module("google.colab", drive=drive, files=files, userdata=userdata, __path__=[])
    google = sys.modules.get("google") or _module("google", __path__=[])
    google.colab = colab  # type: ignore[attr-defined]


def do_without_cuda() -> None:
    """Let `.cuda()` and the usual calls of torch.cuda pass on a machine that has no GPU."""
    if torch.cuda.is_available():
        return

    def stay(self: Any, *_arguments: Any, **_named: Any) -> Any:
        return self

    torch.Tensor.cuda = stay  # type: ignore[method-assign]
    torch.nn.Module.cuda = stay  # type: ignore[method-assign]
    for name in ("synchronize", "set_device", "empty_cache", "reset_peak_memory_stats", "manual_seed"):
        setattr(torch.cuda, name, _returning(None))
    for name in ("max_memory_allocated", "memory_allocated", "memory_reserved", "current_device"):
        setattr(torch.cuda, name, _returning(0))
    torch.cuda.get_device_name = _returning("cpu")


def install() -> None:
    """Make this machine look familiar."""
    torch.set_num_threads(1)
    provide_modules()
    do_without_cuda()
