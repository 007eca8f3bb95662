"""Lets a notebook that starts programs have the commands known here carried out in Python instead.

Runs in the student's process: `subprocess`, `os.system` and `os.popen`.
"""

import io
import os
import shlex
import subprocess
from typing import Any

from autograder.kernel_side.commands import Commands, Done
from autograder.kernel_side.file_access import Hook


def replace_subprocesses(commands: Commands) -> None:
    """Let programs that are known here be carried out without a process; others start as ever."""
    original: Any = subprocess.Popen

    class Popen(original):  # type: ignore[misc]
        """A process, or what a command wrote that was carried out here."""

        def __init__(self, args: Any, *arguments: Any, **named: Any) -> None:
            done = commands.run(_command_line(args)) if _is_command(args) else None
            self.finished_command = done
            if done is None:
                super().__init__(args, *arguments, **named)
            else:
                self._pretend(args, done, named)

        def _pretend(self, args: Any, done: Done, named: dict[str, Any]) -> None:
            text = any(named.get(key) for key in ("text", "universal_newlines", "encoding", "errors"))
            self._child_created = False
            self.args, self.pid = args, os.getpid()
            self.returncode: int | None = None
            self.text_mode = text
            self.stdin = io.StringIO() if text else io.BytesIO()
            self.stdout = self.stderr = None
            if named.get("stdout") == subprocess.PIPE:
                self.stdout = io.StringIO(done.output) if text else io.BytesIO(done.output.encode())
            elif hasattr(named.get("stdout"), "write"):
                try:
                    named["stdout"].write(done.output)
                except TypeError:
                    named["stdout"].write(done.output.encode())
            if named.get("stderr") == subprocess.PIPE:
                self.stderr = io.StringIO() if text else io.BytesIO()

        def poll(self) -> Any:
            if self.finished_command is None:
                return super().poll()
            self.returncode = self.finished_command.code
            return self.returncode

        def wait(self, timeout: Any = None) -> Any:
            return super().wait(timeout) if self.finished_command is None else self.poll()

        def communicate(self, input: Any = None, timeout: Any = None) -> Any:
            if self.finished_command is None:
                return super().communicate(input, timeout)
            self.poll()
            return tuple(None if stream is None else stream.read() for stream in (self.stdout, self.stderr))

        def send_signal(self, sig: int) -> None:
            if self.finished_command is None:
                super().send_signal(sig)

        def kill(self) -> None:
            if self.finished_command is None:
                super().kill()

        def terminate(self) -> None:
            if self.finished_command is None:
                super().terminate()

        def __exit__(self, *error: Any) -> None:
            if self.finished_command is None:
                super().__exit__(*error)

        def __del__(self, *arguments: Any, **named: Any) -> None:
            if getattr(self, "finished_command", None) is None and hasattr(self, "_child_created"):
                super().__del__(*arguments, **named)

    subprocess.Popen = Popen  # type: ignore[misc]
    _replace_system(commands)


def _replace_system(commands: Commands) -> None:
    original = os.system

    def system(command: Any) -> int:
        done = commands.run(_command_line(command)) if _is_command(command) else None
        return original(command) if done is None else done.code << 8

    os.system = Hook(system, original)


def _is_command(args: Any) -> bool:
    return isinstance(args, str) or (isinstance(args, list | tuple) and bool(args) and all(_is_word(a) for a in args))


def _is_word(word: Any) -> bool:
    return isinstance(word, str | os.PathLike)


def _command_line(args: Any) -> str:
    return args if isinstance(args, str) else " ".join(shlex.quote(os.fsdecode(word)) for word in args)
