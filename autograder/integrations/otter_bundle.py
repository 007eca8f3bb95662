"""Makes the zip that `otter run` and `otter grade` take as an autograder, and Gradescope with otter in it.

Its scripts are those of `otter generate`, run in a process of its own, for they change with otter's version. Our own
files travel in one archive beside them. That is no part of otter's `files`, which are laid beside student code; and its
name begins with `requirements.`, for of what otter does not know its Dockerfile copies nothing else.
"""

import importlib.util
import json
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

from autograder import tempdirs
from autograder.bundle import contents
from autograder.bundle.archive import zip_bytes
from autograder.bundle.request import ArchiveFile, ArchiveFiles, BundleRequest
from autograder.bundle.wheel import STEM
from autograder.errors import BundleError
from autograder.integrations.otter_source import CONFIG, OtterLabSource

GENERATE_SECONDS = 120
ARCHIVE = f"requirements.{STEM}.zip"
SETUP, RUN, RUN_OTTER = map(PurePosixPath, ("setup.sh", "run_autograder", "run_otter.py"))
OTTER_COMMAND = "python /autograder/source/run_otter.py"
EMPTY_TESTS = {
    PurePosixPath("tests/.none"): ArchiveFile(b"")
}  # otter lays the folder beside what was handed in, and needs one
RUN_SCRIPT = """\
from pathlib import Path

from autograder.integrations.otter_container import otter_main

otter_main(Path(__file__).parents[1])
"""
SETUP_LINES = """

# hidden checks are nobody's to read but root's; student code runs as another user, who must get to Python
apt-get install -y bubblewrap libseccomp2
chmod go-rwx {archive}
chmod o+x /root
unpacked=$(mktemp -d)
mamba run -n otter-env python -m zipfile -e {archive} "$unpacked"
cd "$unpacked"
mamba run -n otter-env python -m pip install --no-cache-dir --requirement requirements.txt
cd /
rm -rf "$unpacked"
mamba run -n otter-env autograder doctor || true
"""


def otter_bundle_files(request: BundleRequest) -> ArchiveFiles:
    """Return the files of the zip; raises BundleError where otter is missing or fails, or the time is too short."""
    if importlib.util.find_spec("otter") is None:
        raise BundleError("otter.not_installed")
    seconds = request.seconds
    folder, lab_files = contents.lab_files(request)
    source = OtterLabSource(ARCHIVE, str(folder), request.lab.language)
    files = _files_from_otter(source)
    files |= {
        SETUP: _with_lines(files[SETUP], SETUP_LINES.format(archive=f"/autograder/source/{ARCHIVE}")),
        RUN: _with_time_limit(files[RUN], seconds),
        RUN_OTTER: ArchiveFile(RUN_SCRIPT.encode()),
        PurePosixPath(ARCHIVE): ArchiveFile(zip_bytes({**contents.project_files(request), **lab_files})),
    }
    return files | EMPTY_TESTS


def _files_from_otter(source: OtterLabSource) -> dict[PurePosixPath, ArchiveFile]:
    """Return the files that `otter generate` makes from a configuration and no tests."""
    scratch = tempdirs.create()
    try:
        (scratch / "tests").mkdir()
        (scratch / CONFIG).write_text(json.dumps(source.config))
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        command = ["otter", "generate", "--no-requirements", "--no-environment", "--python-version", python]
        _run([*command, "--config", CONFIG, "--output-path", "made.zip"], scratch)
        with zipfile.ZipFile(scratch / "made.zip") as archive:
            return {PurePosixPath(name): ArchiveFile(archive.read(name)) for name in archive.namelist()}
    finally:
        tempdirs.delete(scratch)


def _run(command: list[str], folder: Path) -> None:
    try:
        subprocess.run(
            [sys.executable, "-m", *command],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=GENERATE_SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise BundleError("otter.slow", seconds=GENERATE_SECONDS) from None
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or error.stdout).strip().splitlines() or ["?"]
        raise BundleError("otter.failed", fault=lines[-1].strip()) from None


def _with_lines(script: ArchiveFile, more: str) -> ArchiveFile:
    """Return a script with lines added at its end."""
    return ArchiveFile(script.content.rstrip() + more.encode(), executable=True)


def _with_time_limit(script: ArchiveFile, seconds: int) -> ArchiveFile:
    """Return otter's script with a time limit below the site's, which would count a timeout as 0."""
    text = script.content.decode()
    if OTTER_COMMAND not in text:
        raise BundleError("otter.changed", line=OTTER_COMMAND)
    limited = text.rstrip().replace(OTTER_COMMAND, f"timeout --kill-after=20 {seconds} {OTTER_COMMAND}")
    return ArchiveFile(f"{limited}\nexit 0\n".encode(), executable=True)
