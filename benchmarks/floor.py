"""The floor: the same cells in a fork of a warm interpreter, without a kernel, a sandbox or a check.

`python -m benchmarks.floor ORDER`.
"""

import builtins
import gc
import importlib
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import torch

from autograder.kernel_side import budget, gpu, shims, stand_ins
from benchmarks.material import Material, material
from benchmarks.runner import Marks, Order, Run, serve

WARM = ("matplotlib.pyplot", "numpy", "torch._dynamo", "torch.optim", "tqdm.auto")


@contextmanager
def floor(order: Order) -> Iterator[Run]:
    """Import once what cells need; each run is a fork."""
    os.environ["MPLBACKEND"] = "agg"
    torch.set_num_threads(1)
    for name in WARM:
        importlib.import_module(name)
    cells = material(order)
    gc.collect()
    gc.freeze()

    def run(count: int, marks: Marks) -> None:
        marks.begin()
        folders: dict[int, Path] = {}
        for _ in range(count):
            if len(folders) == order.jobs:
                _reap(folders, marks)
            folder = Path(tempfile.mkdtemp())
            pid = os.fork()
            if pid == 0:
                _become(cells, folder)
            folders[pid] = folder
        while folders:
            _reap(folders, marks)

    yield run


def _reap(folders: dict[int, Path], marks: Marks) -> None:
    pid, status = os.wait()
    shutil.rmtree(folders.pop(pid))
    if status:
        raise RuntimeError("a cell failed: what is above says how")
    marks.done()


def _become(cells: Material, folder: Path) -> None:
    """Run every cell in this process, and end it: with 1 where one fails."""
    try:
        _play(cells, folder)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)


def _play(cells: Material, folder: Path) -> None:
    os.chdir(folder)
    cells.write_files(folder)
    torch.set_num_threads(1)
    shims.disable_compiler()
    shims.disable_dataloader_workers()
    gpu.emulate_cuda_calls()
    scaling = cells.lab.scaling
    evaluation = budget.Budget(float("inf"), scaling.step_seconds / 2)
    steps = budget.Budget(scaling.steps, scaling.step_seconds, evaluation)
    vars(builtins).update(
        __autograder_clamp__=budget.clamp,
        __autograder_missing__=stand_ins.StandIn,
        __autograder_steps__=steps,
        __autograder_evaluation__=evaluation,
    )
    torch.manual_seed(0)
    names: dict[str, object] = {"__name__": "__main__"}
    for index, source in cells.cells.items():
        steps.reset(scaling.steps)
        exec(compile(source, f"<cell {index}>", "exec"), names)


if __name__ == "__main__":
    serve(floor, sys.argv[1])
