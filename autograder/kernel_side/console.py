"""Where the output of a notebook goes while it is graded: it is counted, and all but its start is thrown away.

Runs in the student's process, before the first cell.
"""

import io
import sys
from typing import Any

from autograder.kernel_side.recorder import MAX_PRINTED, Recorder


class DiscardedOutput(io.TextIOBase):
    """A text stream that counts the characters written, throws them away, and cannot be closed.

    After `keep(n)` the next n characters are kept until `take_kept` takes them.
    """

    encoding = "UTF-8"

    def __init__(self) -> None:
        self.__dict__.update(characters=0, room=0, kept=[])

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "write":  # IPython would have a `write` that keeps a copy of everything
            super().__setattr__(name, value)

    def write(self, text: str, /) -> int:
        """Count the characters of a text and throw it away; return their number."""
        own = self.__dict__
        own["characters"] += len(text)
        if own["room"] > 0 and issubclass(type(text), str):
            part = str.__getitem__(text, slice(own["room"]))  # a plain `str`, whatever a subclass makes of itself
            own["kept"].append(part)
            own["room"] -= len(part)
        return len(text)

    def keep(self, characters: int) -> None:
        """Keep so many characters of what is written from now on."""
        self.__dict__.update(room=characters, kept=[])

    def take_kept(self) -> str:
        """Return what was kept, and keep nothing from now on."""
        text = "".join(self.__dict__["kept"])
        self.__dict__.update(room=0, kept=[])
        return text

    def close(self) -> None:
        """Stay open: the next cell writes to this stream too."""


class Console:
    """The output of the cells that an IPython shell runs: how many characters each of them wrote."""

    def __init__(self, shell: Any) -> None:
        self.output, self.errors = DiscardedOutput(), DiscardedOutput()
        self.recorder = Recorder()
        self.output_sizes: list[int] = []  # characters that each finished cell wrote, in the order in which they ran
        self.running = 0  # cells may run cells
        self._discard_output(shell)
        shell.unobserve_all("exit_now")  # after quit() the process would end a little later, in another cell
        shell.events.register("pre_run_cell", self._before_cell)
        shell.events.register("post_run_cell", self._after_cell)

    def _discard_output(self, shell: Any) -> None:
        """Let nothing that cells print or show leave the process, for nobody reads it and it may be a flood."""
        output = self.output
        sys.stdout = sys.__stdout__ = output  # type: ignore[assignment,misc]
        sys.stderr = sys.__stderr__ = self.errors  # type: ignore[assignment,misc]

        def publish(data: Any = None, *_arguments: Any, **_named: Any) -> None:
            values = data.values() if isinstance(data, dict) else ()
            output.__dict__["characters"] += sum(len(value) for value in values if isinstance(value, str | bytes))

        shell.display_pub.publish = publish

    def _before_cell(self, *_: Any) -> None:
        self.running += 1
        if self.running == 1:
            self.output.keep(MAX_PRINTED)
            self.recorder.begin_cell()

    def _after_cell(self, *_: Any) -> None:
        """Note how much a cell wrote, and replace a stream that it broke: with one, a kernel answers no more."""
        if self.running == 1:  # it is 0 after the set-up, which no cell event announced
            counts = (self.output.__dict__, self.errors.__dict__)
            self.output_sizes.append(sum(count["characters"] for count in counts))
            for count in counts:
                count["characters"] = 0
            self.recorder.end_cell(self.output.take_kept())
        self.running = max(self.running - 1, 0)
        for name, stream in (("stdout", self.output), ("stderr", self.errors)):
            try:
                getattr(sys, name).flush()
            except Exception:
                setattr(sys, name, stream)
