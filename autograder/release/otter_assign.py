"""Runs otter assign in a process of its own, to turn the master notebook into a student folder."""

import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from autograder.errors import ReleaseError
from autograder.lab.master import Master, MasterCell

SECONDS = 300
OTTER_COMMENT = re.compile(r"\s*<!-- (?:BEGIN|END) QUESTION -->\s*")
MESSAGE = re.compile(r"(?:success|failure)_message:\s*(.*)")


def build_with_otter(master: Master, name: str, scratch: Path) -> Path:
    """Build the student folder with `name`.ipynb, tests/ and requirements.txt under `scratch`, and return it.

    Raises ReleaseError if jupytext or otter is missing or fails, or if a message would break otter's output.
    """
    require_modules("jupytext", "otter")
    for cell in master.tests:
        _check_messages(master, cell)
    source = scratch / f"{name}.ipynb"
    _run(["jupytext", "--quiet", "--to", "ipynb", "--output", str(source), str(master.path)], scratch)
    _run(["otter", "assign", source.name, "built", "--no-run-tests", "--no-pdfs"], scratch)
    student, requirements = scratch / "built" / "student", scratch / "built" / "autograder" / "requirements.txt"
    packages = requirements.read_text(encoding="utf-8").strip() if requirements.is_file() else "otter-grader"
    (student / "requirements.txt").write_text(f"{packages}\n", encoding="utf-8")
    _polish_notebook(student / source.name)
    for test in sorted((student / "tests").glob("*.py")):
        _polish_test(test)
    return student


def require_modules(*modules: str) -> None:
    """Raise ReleaseError that says what to install if one of the modules is missing; import none of them."""
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if missing:
        raise ReleaseError("release.not_installed", missing=", ".join(missing))


def _check_messages(master: Master, cell: MasterCell) -> None:
    # Otter pastes a message between double quotes as it is, and reports success for a file that does not compile.
    inside = False
    for line in cell.lines:
        if line.text.rstrip().endswith(("BEGIN TEST CONFIG", "END TEST CONFIG")):
            inside = line.text.rstrip().endswith("BEGIN TEST CONFIG")
            continue
        match = MESSAGE.match(line.text.strip())
        if inside and (bad := next((sign for sign in '"\\' if sign in (match[1] if match else line.text)), None)):
            name = re.search(r"^def (\w+)", cell.source, re.MULTILINE)
            raise ReleaseError(
                "release.bad_message",
                path=master.path,
                line=line.number,
                question=cell.question,
                cell=name[1] if name else cell.lines[0].text,
                sign=bad,
            )


def _run(command: list[str], folder: Path) -> None:
    # Spanish text needs UTF-8 whatever the machine's locale; a child keeps otter's chdir and its imports out of here.
    environment = os.environ | {"PYTHONUTF8": "1"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ReleaseError("release.tool_slow", tool=command[0], seconds=SECONDS) from None
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["?"]
        raise ReleaseError("release.tool_failed", tool=command[0], fault=lines[-1].strip())


def _polish_notebook(path: Path) -> None:
    table = json.loads(path.read_text(encoding="utf-8"))
    cells = [_polished(cell) for cell in table["cells"]]
    table["cells"] = [cell | {"id": f"cell-{place:03}"} for place, cell in enumerate(c for c in cells if c["source"])]
    path.write_text(json.dumps(table, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _polished(cell: dict[str, Any]) -> dict[str, Any]:
    source = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        source = OTTER_COMMENT.sub("\n", source)
    metadata = {key: value for key, value in cell["metadata"].items() if key in ("deletable", "editable", "tags")}
    return cell | {"source": source.strip("\n").splitlines(keepends=True), "metadata": metadata}


def _polish_test(path: Path) -> None:
    # Otter opens a test file in the locale's encoding, so on Windows only ASCII is read back as it was written.
    text = path.read_text(encoding="utf-8")
    path.write_text(text.encode("ascii", "backslashreplace").decode("ascii"), encoding="ascii")
