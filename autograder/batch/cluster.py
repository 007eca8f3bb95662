"""Grades a class on a Dask cluster: submissions are sent as they were read, and results come back as text.

No shared file system is needed: each worker unpacks the lab once, and keeps a warm process of its own. Submissions are
rewritten and judged in a process below the worker, since limits are heard in a main thread alone. A worker that
dies is replaced by its nanny, and its submission goes to another one, as often as the scheduler allows.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from distributed import Client, Worker, get_worker
from distributed.diagnostics.plugin import WorkerPlugin
from distributed.scheduler import KilledWorker

from autograder import tempdirs
from autograder.errors import ClusterError
from autograder.grading.grader import open_grader
from autograder.grading.task import GradeTasks, Reply, Task
from autograder.lab.files import Parcel
from autograder.sandbox.host import RequestedLevel, open_grading_host
from autograder.workers.pool import LastingWorker, finished

PATIENCE = 10  # seconds for the scheduler to answer
GPU = "GPU"  # the resource with which workers that have one are started


@dataclass(frozen=True)
class ClusterJob:
    """What every worker is sent once: the lab, the isolation level, the language and the fingerprint.

    With `gpu`, submissions go only to workers that have a GPU, if there are any.
    """

    parcel: Parcel
    level: RequestedLevel
    language: str
    fingerprint: str
    gpu: bool = False


class GraderPlugin(WorkerPlugin):
    """A Dask worker plugin that keeps the lab and a host ready for as long as the worker lives."""

    def __init__(self, job: ClusterJob) -> None:
        self.name = f"autograder-{job.fingerprint}"
        self.job = job

    def setup(self, worker: Worker) -> None:
        """Unpack the lab and start the warm process; an error here is reported to the caller of `cluster`."""
        self.open_resources, self.lock = ExitStack(), Lock()
        root = tempdirs.create()
        self.open_resources.callback(tempdirs.delete, root)
        lab = self.job.parcel.unpack(root)
        host = self.open_resources.enter_context(open_grading_host(self.job.level, several=True, secrets=[root]))
        self.grader = open_grader(lab, host, self.job.language, self.job.fingerprint)
        self.process = LastingWorker()
        self.open_resources.callback(self.process.close)

    def teardown(self, worker: Worker) -> None:
        """Stop the warm process and delete the unpacked files."""
        self.open_resources.close()

    def carry_out(self, task: Task) -> Reply | None:
        """Grade one submission; only one runs at a time, however many threads the worker has.

        The reply is None if the process that grades keeps dying over it.
        """
        with self.lock:
            return self.process.do(self.grader.carry_out, task)


def grade_on_worker(name: str, task: Task) -> Reply | None:
    """Grade a submission on the Dask worker that executes this function; `name` is the plugin's."""
    plugins: dict[str, Any] = get_worker().plugins
    reply: Reply | None = plugins[name].carry_out(task)
    return reply


@contextmanager
def cluster(address: str, job: ClusterJob) -> Iterator[GradeTasks]:
    """Connect to a Dask cluster for the length of a `with` block, and yield a function that grades tasks there.

    Raises ClusterError if no scheduler answers at `address`, or if its workers cannot grade.
    """
    plugin = GraderPlugin(job)
    try:
        client: Any = Client(address, timeout=PATIENCE)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterError("cluster.no_scheduler", address=address, fault=error) from None
    with client:
        try:
            client.register_plugin(plugin)
        except Exception as error:  # whatever a worker raised in its set-up
            raise ClusterError("cluster.bad_worker", address=address, fault=error) from None
        on_gpu = job.gpu and _slots(client, on_gpu=True) > 0
        if not (size := _slots(client, on_gpu)):
            raise ClusterError("cluster.no_workers", address=address)
        try:
            with client.get_executor(pure=False, resources={GPU: 1} if on_gpu else None) as workers:
                yield lambda tasks, wanted: _each(workers, plugin.name, tasks, size, wanted)
        finally:
            client.unregister_worker_plugin(plugin.name)


def _slots(client: Any, on_gpu: bool) -> int:
    """How many submissions the workers can be given at once: one a GPU, or one a thread."""
    workers = client.scheduler_info()["workers"].values()
    return sum(int(worker["resources"].get(GPU, 0)) if on_gpu else worker["nthreads"] for worker in workers)


def _each(
    workers: Executor, name: str, tasks: Iterable[Task], size: int, wanted: Callable[[], bool]
) -> Iterator[tuple[Task, Reply | None]]:
    for task, future in finished(lambda task: workers.submit(grade_on_worker, name, task), tasks, size, wanted):
        try:
            yield task, future.result()
        except KilledWorker:
            yield task, None
