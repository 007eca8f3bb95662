"""Where the results of a class lie: in a folder of their own below `--out`, where no submission's name meets ours."""

import os
from datetime import UTC, datetime
from pathlib import Path

from autograder.errors import ExportError
from autograder.output.files import WriteFaults, write_over_earlier
from autograder.results.result import result_path

SUBMISSIONS = "submissions"
FAULTS = WriteFaults(ExportError, "batch.not_written")


def result_file(out: Path, name: str) -> Path:
    """Return where the result of a submission lies, by its name; `out` is the folder that a class is graded into."""
    return result_path(out / SUBMISSIONS / name)


def write_result_file(text: str, out: Path, name: str) -> None:
    """Write the text of a submission's result, whole or not at all; raises ExportError where that fails."""
    write_over_earlier(result_file(out, name), text.encode(), FAULTS)


def result_files(out: Path) -> list[Path]:
    """Return where all results of a class lie."""
    return sorted(result_path(folder) for folder in (out / SUBMISSIONS).glob("*") if result_path(folder).is_file())


def rewrite_result_file(path: Path, text: str) -> None:
    """Write a result anew that was not graded anew: the file keeps its time; raises ExportError where that fails."""
    before = path.stat()
    write_over_earlier(path, text.encode(), FAULTS)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def graded_time(path: Path) -> datetime:
    """Return when the result in a file was graded."""
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def has_old_layout(out: Path) -> bool:
    """Return whether results lie beside our own tables in `out`, where earlier versions wrote them."""
    return any(path.is_file() for path in out.glob("*/result.json"))
