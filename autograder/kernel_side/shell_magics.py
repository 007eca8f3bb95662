"""Lets an IPython shell take every magic and shell command as if the author's machine, tools and user were there.

Runs in the student's process.
"""

import ast
import builtins
import getpass
import importlib
from typing import Any

from autograder.kernel_side.commands import Commands
from autograder.kernel_side.prompts import Prompts

SHELLS = frozenset({"bash", "sh", "shell", "script", "system", "sx", "!", "cmd", "powershell"})
NO_CODE = frozenset({"html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG", "ruby", "perl", "R", "sql"})
DISPLAYS = frozenset({"matplotlib", "pylab", "gui"})  # magics that choose how plots are shown
NOTHING = frozenset({"gui", "load_ext", "reload_ext", "unload_ext"})
INLINE = "inline"


class ShellMagics:
    """The magics of an IPython shell, in the place of which `commands` and `prompts` answer."""

    def __init__(self, shell: Any, commands: Commands, prompts: Prompts) -> None:
        self.shell = shell
        self.commands = commands
        self.prompts = prompts
        self.line_magic, self.cell_magic = shell.run_line_magic, shell.run_cell_magic

    def install(self) -> None:
        """Put the answers in the place of the shell's own, and of Python's `input`."""
        self.shell.system = self.shell.system_raw = self.shell.system_piped = self.system
        self.shell.getoutput = self.getoutput
        self.shell.run_line_magic, self.shell.run_cell_magic = self.run_line_magic, self.run_cell_magic
        self.shell.magic = self.magic
        kernel = getattr(self.shell, "kernel", None)
        for owner, name in ((kernel, "raw_input"), (kernel, "getpass"), (builtins, "input"), (getpass, "getpass")):
            if owner is not None:
                setattr(owner, name, self.prompts.answer)
        self.shell.events.register("pre_run_cell", lambda *_: self.prompts.reset())

    def system(self, command: str, depth: int = 1) -> None:
        """Carry out a shell command if it is known here, and do nothing otherwise."""
        done = self.commands.run(self.shell.var_expand(command, depth=depth))
        self.shell.user_ns["_exit_code"] = 0 if done is None else done.code
        if done is not None and done.output:
            print(done.output, end="")

    def getoutput(self, command: str, split: bool = True, depth: int = 1) -> Any:
        """Return what a shell command writes, as a list of its lines if `split`; nothing if it is not known here."""
        done = self.commands.run(self.shell.var_expand(command, depth=depth))
        output = "" if done is None else done.output
        texts: Any = importlib.import_module("IPython.utils.text")
        return texts.SList(output.splitlines()) if split else texts.LSString(output)

    def run_line_magic(self, name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a line magic; an unknown one does nothing, and plots are shown inline whatever is asked for."""
        if name in ("system", "sx"):
            return self.getoutput(line, depth=_stack_depth + 1)
        if name in NOTHING or self.shell.find_line_magic(name) is None:
            return None
        if name in DISPLAYS and line.strip() not in ("", "--list", "-l"):
            options = [word for word in line.split() if word.startswith("-")]
            line = " ".join([*options, INLINE])
        return self.line_magic(name, line, _stack_depth + 1)

    def magic(self, text: str) -> Any:
        """Run a line magic written in one text, as `get_ipython().magic` did."""
        name, _, line = text.lstrip("%").strip().partition(" ")
        return self.run_line_magic(name, line, _stack_depth=2)

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        """Run a cell magic; of an unknown one the cell is run, if it is Python, and shell commands known here are."""
        if name in SHELLS:
            self.commands.run_script(cell)
            return None
        if name in NO_CODE:
            return None
        if self.shell.find_cell_magic(name) is None:
            try:
                ast.parse(cell)
            except (SyntaxError, ValueError):
                return None
            return self.shell.run_cell(cell)
        return self.cell_magic(name, line, cell)
