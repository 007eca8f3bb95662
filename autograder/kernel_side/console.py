"""What lies around a notebook while it is graded: the files that it is given, and where its output goes.

Runs in the student's process, before the first cell.
"""

import io
import shutil
import sys
from pathlib import Path
from typing import Any


class Silence(io.TextIOBase):
    """A stream that leads nowhere and stays open; it counts what is written, in characters."""

    encoding = "UTF-8"

    def __init__(self) -> None:
        self.__dict__["heard"] = 0

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "write":  # IPython would have a `write` that keeps a copy of everything
            super().__setattr__(name, value)

    def write(self, text: str, /) -> int:
        """Let a text go."""
        self.__dict__["heard"] += len(text)
        return len(text)

    def close(self) -> None:
        """Stay open."""


class Surroundings:
    """The surroundings of the notebook that a shell runs: its working directory is the current one."""

    def __init__(self, shell: Any, given: Path) -> None:
        self.given = given
        self.work = Path.cwd()
        self.silence = Silence()
        self.printed: list[int] = []
        self.running = 0  # cells may run cells
        self.restock()
        self._be_quiet(shell)
        shell.unobserve_all("exit_now")  # after quit() the process would end a little later, in another cell
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)

    def restock(self) -> None:
        """Copy what is given into the working directory, whatever became of it there."""
        for source in sorted(self.given.rglob("*")):
            target = self.work / source.relative_to(self.given)
            if source.is_dir() and target.is_dir() and not target.is_symlink():
                continue
            if target.is_dir() and not target.is_symlink():
                shutil.rmtree(target)
            else:
                target.unlink(missing_ok=True)
            if source.is_dir():
                target.mkdir(parents=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)

    def _be_quiet(self, shell: Any) -> None:
        """Let nothing that cells print or show leave the process, for nobody reads it and it may be a flood."""
        silence = self.silence
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = silence  # type: ignore[assignment,misc]

        def publish(data: Any = None, *_arguments: Any, **_named: Any) -> None:
            values = data.values() if isinstance(data, dict) else ()
            silence.__dict__["heard"] += sum(len(value) for value in values if isinstance(value, str | bytes))

        shell.display_pub.publish = publish

    def _before_cell(self, *_: Any) -> None:
        self.running += 1

    def _after_cell(self, *_: Any) -> None:
        """Note what a cell wrote; a stream that it left unfit is replaced, for with one a kernel answers no more."""
        if self.running == 1:  # it is 0 after the set-up, which no cell event announced
            self.printed.append(self.silence.__dict__["heard"])
            self.silence.__dict__["heard"] = 0
        self.running = max(self.running - 1, 0)
        for name in ("stdout", "stderr"):
            try:
                getattr(sys, name).flush()
            except Exception:
                setattr(sys, name, self.silence)
