"""Where the output of a notebook goes while it is graded: it is counted and thrown away.

Runs in the student's process, before the first cell.
"""

import io
import sys
from typing import Any


class DiscardedOutput(io.TextIOBase):
    """A text stream that throws away what is written, counts the characters, and cannot be closed."""

    encoding = "UTF-8"

    def __init__(self) -> None:
        self.__dict__["characters"] = 0

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "write":  # IPython would have a `write` that keeps a copy of everything
            super().__setattr__(name, value)

    def write(self, text: str, /) -> int:
        """Count the characters of a text and throw it away; return their number."""
        self.__dict__["characters"] += len(text)
        return len(text)

    def close(self) -> None:
        """Stay open: the next cell writes to this stream too."""


class Console:
    """The output of the cells that an IPython shell runs: how many characters each of them wrote."""

    def __init__(self, shell: Any) -> None:
        self.output = DiscardedOutput()
        self.output_sizes: list[int] = []  # characters that each finished cell wrote, in the order in which they ran
        self.running = 0  # cells may run cells
        self._discard_output(shell)
        shell.unobserve_all("exit_now")  # after quit() the process would end a little later, in another cell
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)

    def _discard_output(self, shell: Any) -> None:
        """Let nothing that cells print or show leave the process, for nobody reads it and it may be a flood."""
        output = self.output
        sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = output  # type: ignore[assignment,misc]

        def publish(data: Any = None, *_arguments: Any, **_named: Any) -> None:
            values = data.values() if isinstance(data, dict) else ()
            output.__dict__["characters"] += sum(len(value) for value in values if isinstance(value, str | bytes))

        shell.display_pub.publish = publish

    def _before_cell(self, *_: Any) -> None:
        self.running += 1

    def _after_cell(self, *_: Any) -> None:
        """Note how much a cell wrote, and replace a stream that it broke: with one, a kernel answers no more."""
        if self.running == 1:  # it is 0 after the set-up, which no cell event announced
            self.output_sizes.append(self.output.__dict__["characters"])
            self.output.__dict__["characters"] = 0
        self.running = max(self.running - 1, 0)
        for name in ("stdout", "stderr"):
            try:
                getattr(sys, name).flush()
            except Exception:
                setattr(sys, name, self.output)
