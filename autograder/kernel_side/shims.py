"""What a notebook expects of the machine that it was written on, for a machine that is another one.

Runs in the student's process, before the first cell.
"""

import importlib.util
import inspect
import shutil
import sys
import types
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection, Iterator
from pathlib import Path
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
    if importlib.util.find_spec("tensorboard") is None:  # torch's own module for it is there, and cannot be imported
        torch.utils.tensorboard = _module("torch.utils.tensorboard", SummaryWriter=Nothing("SummaryWriter"))


class Nothing:
    """Stands in for a module that is not here: whatever is done with it gives nothing, and nothing fails."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, name: str) -> "Nothing":
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(name)

    def __call__(self, *_arguments: Any, **_named: Any) -> "Nothing":
        """Do nothing."""
        return self

    def __enter__(self) -> "Nothing":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def do_without_network(names: Collection[str], folder: Path) -> None:
    """Let a download of a text that lies in the working directory take it from there."""

    def local(url: Any) -> Path:
        address = getattr(url, "full_url", url)
        name = Path(urllib.parse.urlparse(str(address)).path).name
        if name not in names:
            raise urllib.error.URLError(f"no network here: {address}")
        return folder / name

    def urlretrieve(url: Any, filename: Any = None, *_arguments: Any, **_named: Any) -> tuple[str, None]:
        source = local(url)
        target = Path(filename or source)
        if target.resolve() != source.resolve():
            shutil.copyfile(source, target)
        return str(target), None

    def get(url: Any, *_arguments: Any, **_named: Any) -> types.SimpleNamespace:
        content = local(url).read_bytes()
        text = content.decode("utf-8")
        return types.SimpleNamespace(
            content=content, text=text, ok=True, status_code=200, encoding="utf-8", raise_for_status=_returning(None)
        )

    urllib.request.urlretrieve = urlretrieve  # type: ignore[assignment]
    urllib.request.urlopen = lambda url, *_arguments, **_named: local(url).open("rb")
    _module("requests", get=get, Session=lambda: types.SimpleNamespace(get=get))


def do_without_compiler() -> None:
    """Let `torch.compile` give back what it is given, as a call and as a decorator: compiling takes minutes."""

    def compile(model: Any = None, *_arguments: Any, **_named: Any) -> Any:
        return model if model is not None else lambda function: function

    torch.compile = compile


def do_without_workers() -> None:
    """Let every DataLoader read in this process: the same data, without processes that need more than a box has."""
    own = torch.utils.data.DataLoader.__init__
    taken = inspect.signature(own)
    alone = {
        "num_workers": 0,
        "timeout": 0,
        "prefetch_factor": None,
        "persistent_workers": False,
        "multiprocessing_context": None,
    }

    def __init__(self: Any, *arguments: Any, **named: Any) -> None:
        given = taken.bind(self, *arguments, **named).arguments
        own(**given | {name: value for name, value in alone.items() if name in given})

    torch.utils.data.DataLoader.__init__ = __init__  # type: ignore[method-assign]


class Event:
    """Stands in for an event of a GPU: nothing happened, and it took no time."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def record(self, *_arguments: Any) -> None:
        """Record nothing."""

    synchronize = wait = record

    def query(self) -> bool:
        """It is over."""
        return True

    def elapsed_time(self, _other: Any) -> float:
        """No milliseconds."""
        return 0.0


def do_without_cuda() -> None:
    """Let `.cuda()` and the usual calls of torch.cuda pass on a machine that has no GPU."""
    if torch.cuda.is_available():
        return

    def same(self: Any, *_arguments: Any, **_named: Any) -> Any:
        return self

    torch.Tensor.cuda = same  # type: ignore[method-assign]
    torch.nn.Module.cuda = same  # type: ignore[method-assign]
    for name in ("synchronize", "set_device", "empty_cache", "reset_peak_memory_stats", "manual_seed"):
        setattr(torch.cuda, name, _returning(None))
    for name in ("max_memory_allocated", "memory_allocated", "memory_reserved", "current_device"):
        setattr(torch.cuda, name, _returning(0))
    torch.cuda.get_device_name = _returning("cpu")
    torch.cuda.get_device_properties = _returning(types.SimpleNamespace(name="cpu", total_memory=0))
    torch.cuda.mem_get_info = _returning((0, 0))
    torch.cuda.Event = Event  # type: ignore[assignment,misc]


def adopt(name: str) -> None:
    """Let a module that the notebook wrote, and whose text runs in the notebook, be the notebook itself."""
    sys.modules[name] = sys.modules["__main__"]
    Path(f"{name}.py").touch()


def install(texts: Collection[str]) -> None:
    """Make this machine look familiar; `texts` are the names of the files that the notebook may read."""
    torch.set_num_threads(1)
    provide_modules()
    do_without_network(texts, Path.cwd())
    do_without_compiler()
    do_without_workers()
    do_without_cuda()
