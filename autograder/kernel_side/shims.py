"""Stand-ins for what a notebook expects of Colab, a classroom or a GPU machine and the grading machine lacks.

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


class OtterNotebook:
    """Stands in for `otter.Notebook`: public checks do nothing here, for hidden checks decide."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def check(self, *_arguments: Any, **_named: Any) -> None:
        """Check nothing."""

    check_all = export = to_pdf = check


def _function_returning(value: Any) -> Any:
    """Return a new function that takes anything and returns `value`.

    It is new every time: torch's compiler keeps a table of its functions, each an object of its own.
    """
    return lambda *_arguments, **_named: value


def _module(name: str, **contents: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(contents)
    sys.modules[name] = module
    return module


def provide_platform_modules() -> None:
    """Make `otter`, `google.colab` and, where it is missing, `torch.utils.tensorboard` importable, doing nothing."""
    _module("otter", Notebook=OtterNotebook)
    drive = _module("google.colab.drive", mount=_function_returning(None), flush_and_unmount=_function_returning(None))
    files = _module(
        "google.colab.files", download=_function_returning(None), upload=dict, view=_function_returning(None)
    )
    userdata = _module("google.colab.userdata", get=_function_returning(None))
    colab = _module("google.colab", drive=drive, files=files, userdata=userdata, __path__=[])
    google = sys.modules.get("google") or _module("google", __path__=[])
    google.colab = colab  # type: ignore[attr-defined]
    if importlib.util.find_spec("tensorboard") is None:  # torch's own module for it is there, and cannot be imported
        torch.utils.tensorboard = _module("torch.utils.tensorboard", SummaryWriter=Stub("SummaryWriter"))


class Stub:
    """Stands in for a module that this machine lacks: any attribute or call gives another stub, and nothing fails."""

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, name: str) -> "Stub":
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name)

    def __call__(self, *_arguments: Any, **_named: Any) -> "Stub":
        """Do nothing, and return the stub itself."""
        return self

    def __enter__(self) -> "Stub":
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def replace_downloads(names: Collection[str], folder: Path) -> None:
    """Let urllib and requests read a download from `folder` where its file name is one of `names`.

    Any other download raises urllib.error.URLError.
    """

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
            content=content,
            text=text,
            ok=True,
            status_code=200,
            encoding="utf-8",
            raise_for_status=_function_returning(None),
        )

    urllib.request.urlretrieve = urlretrieve  # type: ignore[assignment]
    urllib.request.urlopen = lambda url, *_arguments, **_named: local(url).open("rb")
    _module("requests", get=get, Session=lambda: types.SimpleNamespace(get=get))


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


class CudaEvent:
    """Stands in for `torch.cuda.Event`: every event is over, and no time passed between two of them."""

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def record(self, *_arguments: Any) -> None:
        """Record nothing."""

    synchronize = wait = record

    def query(self) -> bool:
        """Return True: the event is over."""
        return True

    def elapsed_time(self, _other: Any) -> float:
        """Return 0.0 milliseconds."""
        return 0.0


def emulate_cuda_calls() -> None:
    """Let `.cuda()` and the usual calls of `torch.cuda` succeed where there is no GPU; change nothing elsewhere."""
    if torch.cuda.is_available():
        return

    def unchanged(self: Any, *_arguments: Any, **_named: Any) -> Any:
        return self

    torch.Tensor.cuda = unchanged  # type: ignore[method-assign]
    torch.nn.Module.cuda = unchanged  # type: ignore[method-assign]
    for name in ("synchronize", "set_device", "empty_cache", "reset_peak_memory_stats", "manual_seed"):
        setattr(torch.cuda, name, _function_returning(None))
    for name in ("max_memory_allocated", "memory_allocated", "memory_reserved", "current_device"):
        setattr(torch.cuda, name, _function_returning(0))
    torch.cuda.get_device_name = _function_returning("cpu")
    torch.cuda.get_device_properties = _function_returning(types.SimpleNamespace(name="cpu", total_memory=0))
    torch.cuda.mem_get_info = _function_returning((0, 0))
    torch.cuda.Event = CudaEvent  # type: ignore[assignment,misc]


def alias_to_notebook(name: str) -> None:
    """Let importing a module that the notebook wrote give the notebook itself, where the module's text has run."""
    sys.modules[name] = sys.modules["__main__"]
    Path(f"{name}.py").touch()


def install(texts: Collection[str]) -> None:
    """Install every stand-in and limit torch to one thread; `texts` names the provided files that replace downloads."""
    torch.set_num_threads(1)
    provide_platform_modules()
    replace_downloads(texts, Path.cwd())
    disable_compiler()
    disable_dataloader_workers()
    emulate_cuda_calls()
