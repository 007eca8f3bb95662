"""Why statements of a notebook failed, and which are passed over because the machine is at fault and not the student.

A statement that fails because a file, a module, the network, a display or a GPU is missing does not end its cell here,
though it would in Jupyter: the statements after it are run. The names that it would have set are kept as unseen, until
something sets them, and what fails for want of one of them is passed over too.
"""

import builtins
import dis
import locale
import re
import types
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

MAX_FAILURES = 200
MAX_NAMES = 200  # of one failure
MAX_UNSEEN = 5000
MAX_CHAIN = 5
MAX_MESSAGE = 2000
STORES = frozenset({"STORE_NAME", "STORE_GLOBAL"})
LOADS = frozenset({"LOAD_NAME", "LOAD_GLOBAL"})
METHODS = frozenset({"LOAD_METHOD", "LOAD_ATTR"})
FILLING = frozenset({"append", "extend", "update", "add", "insert"})
STUDENT = "student"

GPU = re.compile(r"\b(cuda|cudnn|cublas|nvidia|gpus?|mps|hip|xla|tpu)\b", re.IGNORECASE)
STAND_IN = re.compile(r"\bStandIn\b")  # what stands for a module that is not here was used as if it were
UNKNOWN_ARGUMENT = re.compile(r"([\w.]+)\(\) got an unexpected keyword argument")
GONE_ATTRIBUTE = re.compile(r"module '(\w+)[\w.]*' has no attribute")
MODULES_OF_CAUSES = {
    "network": ("urllib", "requests", "httpx", "http", "socket", "ssl", "aiohttp", "huggingface_hub", "gdown"),
    "display": ("tkinter", "_tkinter", "matplotlib.backends", "IPython.core.error", "google.colab"),
    "file": ("zipfile", "tarfile", "gzip", "pickle", "_pickle", "safetensors"),
}
TYPES_OF_CAUSES: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (MemoryError, "memory"),
    ((ConnectionError, TimeoutError), "network"),
    (locale.Error, "display"),
    ((FileNotFoundError, NotADirectoryError, IsADirectoryError, PermissionError, UnicodeDecodeError), "file"),
    (ImportError, "module"),
    (EOFError, "input"),
)


class CellFailures:
    """Notes which statements of an IPython shell's cells failed and why, and lets cells go on where that is ours.

    `unseen` maps the names that were not set for such a reason to the number, in `failures`, of the first failure that
    led to it.
    """

    def __init__(self, shell: Any, finished: list[int]) -> None:
        """Watch a shell; `finished` has an entry for each cell that has ended."""
        self.names: dict[str, Any] = shell.user_ns
        self.finished = finished
        self.failures: list[dict[str, Any]] = []
        self.unseen: dict[str, int] = {}
        self._passed: BaseException | None = None
        self._shell = shell
        self._run_code = shell.run_code
        shell.run_code = self._run_statement

    def mark_unseen(self, names: list[str], cell: int, cause: str) -> None:
        """Note that names were not set, for a cause, by a cell that was not run to its end here.

        `cell` is whatever number the grader knows the cell by.
        """
        gone = [name for name in names if name not in self.names]
        self._note({"cell": cell, "line": 0, "cause": cause, "type": "", "message": "", "passed": False}, gone)

    async def _run_statement(self, code: Any, result: Any = None, *, async_: bool = False) -> bool:
        """Run one statement; return whether its cell must end, as `InteractiveShell.run_code` does."""
        self._passed = None
        self._shell.set_custom_exc((Exception,), self._handle)  # each time: a notebook may have a handler of its own
        failed = bool(await self._run_code(code, result, async_=async_))
        error = getattr(result, "error_in_exec", None) if failed else None
        if error is not None and not issubclass(type(error), KeyboardInterrupt):  # that one is the grader's
            return self._fails(code, error, result)
        if self.unseen:
            for name in _stored(code):
                self.unseen.pop(name, None)
        return failed

    def _fails(self, code: Any, error: BaseException, result: Any) -> bool:
        """Note a failure; return whether it ends the cell."""
        passed = error is self._passed
        failure = {
            "cell": len(self.finished),
            "line": _line(error, code.co_filename),
            "cause": self._cause(error),
            "type": _own(type(error), type, "__name__")[:200],
            "message": _message(error)[:500],
            "passed": passed,
        }
        first = next((number for link in _chain(error) if (number := self._earlier(link)) is not None), None)
        self._note(failure, list(self._not_set(code, error)) if passed else [], first)
        if passed:
            result.error_in_exec = None
        return not passed

    def _not_set(self, code: Any, error: BaseException) -> set[str]:
        """Return the globals that a statement would have set or filled, also in the functions that it was in."""
        frames = {line.tb_frame.f_code for line in _lines(error) if line.tb_frame.f_globals is self.names}
        called = (step for function in frames - {code} for step in dis.get_instructions(function))
        return _stored(code) | _filled(code) | {str(step.argval) for step in called if step.opname == "STORE_GLOBAL"}

    def _note(self, failure: dict[str, Any], names: list[str], first: int | None = None) -> None:
        if len(self.failures) < MAX_FAILURES:
            self.failures.append(failure)
        number = len(self.failures) - 1 if first is None else first
        self.unseen |= dict.fromkeys(names[: min(MAX_NAMES, max(MAX_UNSEEN - len(self.unseen), 0))], number)

    def _earlier(self, error: BaseException) -> int | None:
        """Return the number of the earlier failure for which the name that an exception misses is unseen."""
        name = _own(error, NameError, "name") if issubclass(type(error), NameError) else None
        return self.unseen.get(name) if type(name) is str else None

    def _handle(self, shell: Any, kind: Any, error: BaseException, trace: Any, tb_offset: Any = None) -> None:
        """Show an exception as IPython does, unless its statement is passed over."""
        if self._cause(error) in (STUDENT, "memory"):
            shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        else:
            self._passed = error

    def _cause(self, error: BaseException) -> str:
        causes = (self._cause_of_one(link) for link in _chain(error))
        return next((cause for cause in causes if cause != STUDENT), STUDENT)

    def _cause_of_one(self, error: BaseException) -> str:
        message, kind = _message(error), type(error)
        if issubclass(kind, NameError):
            number = self._earlier(error)
            return STUDENT if number is None else str(self.failures[number]["cause"])
        if issubclass(kind, RuntimeError) and "DefaultCPUAllocator" in message:
            return "memory"
        module = _own(kind, type, "__module__")
        for cause, modules in MODULES_OF_CAUSES.items():
            if type(module) is str and any(module == name or module.startswith(f"{name}.") for name in modules):
                return cause
        for kinds, cause in TYPES_OF_CAUSES:
            if issubclass(kind, kinds):
                return cause
        if STAND_IN.search(message) or self._is_other_version(error, message):
            return "module"
        if issubclass(kind, OSError) and "[Errno" in message:
            return "file"
        return "gpu" if GPU.search(message) else STUDENT

    def _is_other_version(self, error: BaseException, message: str) -> bool:
        """Whether a message says that a library, and not the notebook itself, lacks an attribute or an argument."""
        if not issubclass(type(error), (AttributeError, TypeError)):
            return False
        if GONE_ATTRIBUTE.search(message):
            return True
        match = UNKNOWN_ARGUMENT.search(message)
        if match is None:
            return False
        name, dot, _ = match[1].partition(".")
        return bool(dot) and name not in self.names and not hasattr(builtins, name)


def _own(value: Any, kind: type, attribute: str) -> Any:
    """Return an attribute that `kind` itself gives to its instances, whatever their own class says of it."""
    return vars(kind)[attribute].__get__(value)


def _message(error: BaseException) -> str:
    """Return the text of an exception, "" where its class gives none."""
    try:
        return str.__getitem__(str(error), slice(MAX_MESSAGE))  # a plain `str`, whatever a subclass makes of itself
    except KeyboardInterrupt:  # the time of the cell ran out meanwhile
        raise
    except BaseException:
        return ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and those that it was raised from."""
    for _ in range(MAX_CHAIN):
        if error is None:
            return
        yield error
        cause, context = (_own(error, BaseException, name) for name in ("__cause__", "__context__"))
        error = cause if cause is not None or _own(error, BaseException, "__suppress_context__") else context


def _lines(error: BaseException) -> Iterator[types.TracebackType]:
    """Yield the entries of an exception's traceback, the outermost first."""
    entry = _own(error, BaseException, "__traceback__")
    while entry is not None:
        yield entry
        entry = entry.tb_next


def _line(error: BaseException, filename: str) -> int:
    """Return the line of a cell, counted from 1, at which an exception left it; 0 where it never was there."""
    here = (entry.tb_lineno or 0 for entry in _lines(error) if entry.tb_frame.f_code.co_filename == filename)
    return next(here, 0)


def _stored(code: Any) -> set[str]:
    """Return the globals that a statement's own code sets, not counting the functions that it defines or calls."""
    return {str(step.argval) for step in dis.get_instructions(code) if step.opname in STORES}


def _filled(code: Any) -> set[str]:
    """Return the globals to which a statement's own code adds something, such as `lines` in `lines.append(x)`."""
    steps = list(dis.get_instructions(code))
    pairs = ((one, two) for one, two in pairwise(steps) if one.opname in LOADS)
    return {str(one.argval) for one, two in pairs if two.opname in METHODS and two.argval in FILLING}
