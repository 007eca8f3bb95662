"""Modules that a notebook finds on Colab or in class: google.colab, otter, and packages that download.

Runs in the student's process. A module is made when it is imported, and one below it, of whatever depth, as well.
"""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
import types
from collections.abc import Callable, Mapping
from typing import Any

from autograder.kernel_side.download_clients import CLIENTS
from autograder.kernel_side.downloads import Downloads
from autograder.kernel_side.stand_ins import StandIn

PROVIDED = ("otter", "google", "torch_xla", *CLIENTS)  # what can be imported here though it may not be installed


class OtterNotebook:
    """Stands in for `otter.Notebook`: public checks do nothing here, for hidden checks decide."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def check(self, *_arguments: Any, **_named: Any) -> None:
        """Check nothing."""

    check_all = export = to_pdf = check


class Uploads(dict[str, bytes]):
    """What `files.upload()` returns: the lab's main text, and any other text that is asked for by its name."""

    def __init__(self, downloads: Downloads) -> None:
        super().__init__()
        self._downloads = downloads
        for name in downloads.texts.names[:1]:
            self[name] = downloads.read(name)
            downloads.texts.copy_to(name, name)

    def __contains__(self, name: object) -> bool:
        """Return whether a file of this name was uploaded: every text was."""
        return super().__contains__(name) or self._downloads.texts.name_for(name) is not None

    def __missing__(self, name: str) -> bytes:
        """Return the text that stands for a file; raises KeyError where it is no text."""
        if self._downloads.texts.name_for(name) is None:
            raise KeyError(name)
        self._downloads.save(name, name)
        self[name] = self._downloads.read(name)
        return self[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return the text that stands for a file, or a default."""
        try:
            return self[name]
        except KeyError:
            return default


class PlatformModule(types.ModuleType):
    """A module whose attributes are stubs, but for those that it was given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn(name, True)


class PlatformFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Makes the modules of `contents`, and every module below one of them, when they are imported."""

    def __init__(self, contents: Mapping[str, Callable[[], dict[str, Any]]]) -> None:
        self._contents = contents

    def find_spec(self, name: str, _path: Any = None, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        """Return how to make a module, or None where it is none of these."""
        if name in self._contents or any(name.startswith(own + ".") for own in self._contents):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        """Return an empty module."""
        return PlatformModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Fill a module; one below another is that one's attribute, where there is such a thing."""
        make = self._contents.get(module.__name__)
        parent, _, last = module.__name__.rpartition(".")
        if make is not None:
            module.__dict__.update(make())
        elif parent in sys.modules:
            given = sys.modules[parent].__dict__.get(last)
            module.__dict__.update(vars(given) if isinstance(given, types.SimpleNamespace) else {})


def install_platform_modules(downloads: Downloads, found: Callable[[str], Any] = importlib.util.find_spec) -> None:
    """Make the modules of other platforms importable; `found` finds the modules that this machine has."""
    contents: dict[str, Callable[[], dict[str, Any]]] = {name: _made(make, downloads) for name, make in CLIENTS.items()}
    contents["otter"] = lambda: {"Notebook": OtterNotebook}
    contents["google.colab"] = lambda: colab_contents(downloads)
    contents["torch_xla"] = dict
    if "google" not in sys.modules and found("google") is None:
        contents["google"] = dict
    if found("tensorboard") is None:  # torch's own module for it is there, and cannot be imported
        contents["torch.utils.tensorboard"] = lambda: {"SummaryWriter": StandIn("SummaryWriter", True)}
    sys.meta_path.insert(0, PlatformFinder(contents))
    importlib.import_module("google.colab")  # notebooks look for it in sys.modules


def _made(make: Callable[[Downloads], dict[str, Any]], downloads: Downloads) -> Callable[[], dict[str, Any]]:
    return lambda: make(downloads)


def colab_contents(downloads: Downloads) -> dict[str, Any]:
    """Return what `google.colab` holds beside stubs."""

    def nothing(*_arguments: Any, **_named: Any) -> None:
        return None

    def upload(*_arguments: Any, **_named: Any) -> Uploads:
        return Uploads(downloads)

    files = types.SimpleNamespace(upload=upload, download=nothing, view=nothing, upload_file=nothing)
    drive = types.SimpleNamespace(mount=nothing, flush_and_unmount=nothing)
    userdata = types.SimpleNamespace(get=lambda *_arguments, **_named: "")
    auth = types.SimpleNamespace(authenticate_user=nothing)
    return {"files": files, "drive": drive, "userdata": userdata, "auth": auth}
