"""Answers what a notebook asks of a GPU on a machine that has none: as a T4 would, or by doing nothing.

Runs in the student's process. `torch.cuda.is_available()` stays False, so that notebooks choose the CPU themselves.
"""

import functools
from collections import defaultdict
from typing import Any

import torch

T4_NAME = "Tesla T4"
T4_MEMORY = 15_828_320_256  # bytes
NVIDIA_SMI = f"""\
+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 550.54.15              Driver Version: 550.54.15      CUDA Version: 12.4     |
|-----------------------------------------+------------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |
|=========================================+========================+======================|
|   0  {T4_NAME}                       Off |   00000000:00:04.0 Off |                    0 |
| N/A   40C    P8              9W /   70W |       0MiB /  15360MiB |      0%      Default |
+-----------------------------------------+------------------------+----------------------+
"""
NOTHING = (
    "synchronize set_device empty_cache ipc_collect init reset_peak_memory_stats reset_accumulated_memory_stats "
    "reset_max_memory_allocated reset_max_memory_cached set_per_process_memory_fraction manual_seed manual_seed_all "
    "seed seed_all set_rng_state set_rng_state_all set_stream set_sync_debug_mode"
)
ZERO = (
    "max_memory_allocated memory_allocated memory_reserved max_memory_reserved memory_cached max_memory_cached "
    "current_device utilization temperature power_draw clock_rate memory_usage initial_seed device_memory_used "
    "get_sync_debug_mode get_per_process_memory_fraction"
)
EMPTY = "memory_summary list_gpu_processes"


class DeviceProperties:
    """The properties of a T4; any other property is 0."""

    name = T4_NAME
    total_memory = T4_MEMORY
    major, minor = 7, 5
    multi_processor_count = 40
    max_threads_per_multi_processor = 1024
    warp_size = 32
    uuid = "00000000-0000-0000-0000-000000000000"

    def __getattr__(self, name: str) -> int:
        if name.startswith("__"):
            raise AttributeError(name)
        return 0


class CudaEvent:
    """Stands in for `torch.cuda.Event` and `Stream`: everything is over, and no time passed between two events."""

    device = torch.device("cpu")

    def __init__(self, *_arguments: Any, **_named: Any) -> None:
        pass

    def record(self, *_arguments: Any) -> None:
        """Record nothing."""

    synchronize = wait = wait_event = wait_stream = record

    def record_event(self, *_arguments: Any) -> "CudaEvent":
        """Return an event that is over."""
        return self

    def query(self) -> bool:
        """Return True: the event is over."""
        return True

    def elapsed_time(self, _other: Any) -> float:
        """Return 0.0 milliseconds."""
        return 0.0

    def __enter__(self) -> "CudaEvent":
        return self

    def __exit__(self, *_: Any) -> None:
        return None


def function_returning(value: Any) -> Any:
    """Return a new function that takes anything and returns `value`.

    It is new every time: torch's compiler keeps a table of its functions, each an object of its own.
    """
    return lambda *_arguments, **_named: value


def emulate_cuda_calls() -> None:
    """Let the calls of `torch.cuda` and `.cuda()` succeed where there is no GPU; change nothing elsewhere."""
    emulate_mps_calls()
    if torch.cuda.is_available():
        return
    torch.Tensor.cuda = _unchanged  # type: ignore[method-assign]
    torch.nn.Module.cuda = _unchanged  # type: ignore[method-assign]
    torch.Tensor.pin_memory = _unchanged  # type: ignore[method-assign]
    cuda: Any = torch.cuda
    for names, value in ((NOTHING, None), (ZERO, 0), (EMPTY, "")):
        for name in names.split():
            setattr(cuda, name, function_returning(value))
    cuda.get_device_name = function_returning(T4_NAME)
    cuda.get_device_capability = function_returning((7, 5))
    cuda.get_device_properties = function_returning(DeviceProperties())
    cuda.mem_get_info = function_returning((T4_MEMORY, T4_MEMORY))
    cuda.get_arch_list = function_returning(["sm_75"])
    cuda.is_bf16_supported = function_returning(False)
    for name in ("memory_stats", "memory_stats_as_nested_dict"):
        setattr(cuda, name, lambda *_arguments, **_named: defaultdict(int))
    cuda.memory_snapshot = lambda *_arguments, **_named: []
    cuda.Event = cuda.Stream = CudaEvent
    cuda.device = cuda.device_of = CudaEvent
    cuda.stream = cuda.current_stream = cuda.default_stream = lambda *_arguments, **_named: CudaEvent()
    cuda.get_rng_state = lambda *_arguments, **_named: torch.get_rng_state()
    cuda.get_rng_state_all = lambda *_arguments, **_named: [torch.get_rng_state()]
    if hasattr(cuda, "nvtx"):
        for name in ("range_push", "range_pop", "mark", "range_start", "range_end"):
            setattr(cuda.nvtx, name, function_returning(0))
    _ignore_default_device("set_default_tensor_type")
    _ignore_default_device("set_default_device")


def emulate_mps_calls() -> None:
    """Let the calls of `torch.mps`, the GPU of a Mac, do nothing where there is none."""
    mps: Any = getattr(torch, "mps", None)
    if mps is None or torch.backends.mps.is_available():
        return
    for name in ("synchronize", "empty_cache", "manual_seed", "seed", "set_rng_state"):
        setattr(mps, name, function_returning(None))
    mps.set_per_process_memory_fraction = function_returning(None)
    for name in ("current_allocated_memory", "driver_allocated_memory", "recommended_max_memory"):
        setattr(mps, name, function_returning(0))
    mps.get_rng_state = lambda *_arguments, **_named: torch.get_rng_state()


def _unchanged(self: Any, *_arguments: Any, **_named: Any) -> Any:
    return self


def _ignore_default_device(name: str) -> None:
    """Let a call that makes the GPU the default do nothing."""
    original = getattr(torch, name)

    @functools.wraps(original)
    def call(chosen: Any, *arguments: Any, **named: Any) -> None:
        text = str(chosen)
        if "torch.cuda." in text:
            torch.set_default_dtype(
                {"HalfTensor": torch.float16}.get(text.rpartition(".")[2].rstrip("'>"), torch.float32)
            )
        elif not text.startswith(("cuda", "mps")):
            original(chosen, *arguments, **named)

    setattr(torch, name, call)
