"""Carries out, in Python, the shell commands with which notebooks fetch, copy and list their files.

Runs in the student's process. Commands that install or download packages do nothing; those that are not known here are
left to whoever asked.
"""

import os
import shutil
import urllib.error
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.kernel_side.command_line import (
    command_name,
    commands_of,
    expanded,
    operands,
    options_of,
    redirected,
    runs_installer,
    without_prefix,
)
from autograder.kernel_side.downloads import Downloads, last_part
from autograder.kernel_side.gpu import NVIDIA_SMI

FAILED = 1
NOTHING = frozenset(
    "pip pip3 conda mamba uv apt apt-get brew npm unzip tar gunzip gzip 7z chmod chown export set source clear "
    "kaggle jupyter tensorboard nbconvert wandb huggingface-cli hf ngrok kill pkill locale-gen fc-cache true :".split()
)


@dataclass(frozen=True)
class Done:
    """What a command wrote, and its exit code."""

    output: str = ""
    code: int = 0


class Commands:
    """Carries out command lines; each command that is known here is a method `do_<name>`."""

    def __init__(self, downloads: Downloads) -> None:
        self.downloads = downloads

    def run(self, line: str) -> Done | None:
        """Carry out a command line and return what it wrote, or None where one of its commands is not known here."""
        parts = commands_of(line)
        if parts is None or not all(self._known(words) for _, words in parts):
            return None
        folder = os.getcwd()
        try:
            return self._run_all(parts)
        finally:
            os.chdir(folder)

    def run_script(self, text: str) -> str:
        """Carry out each line of a script that is known here, and return what they wrote."""
        return "".join(done.output for line in text.replace("\\\n", " ").splitlines() if (done := self.run(line)))

    def _run_all(self, parts: Sequence[tuple[str, list[str]]]) -> Done:
        output, piped, code = "", "", 0
        for before, words in parts:
            if (before == "&&" and code) or (before == "||" and not code):
                continue
            done = self._run_one(words, piped if before in ("|", "|&") else None)
            piped, code = done.output, done.code
            output = output if before not in ("|", "|&") else ""
            output += done.output
        return Done(output, code)

    def _known(self, words: Sequence[str]) -> bool:
        name = command_name(words)
        return name is None or name in NOTHING or self._method(name) is not None or runs_installer(words)

    def _method(self, name: str) -> Any:
        return getattr(self, "do_" + name.replace("-", "_"), None)

    def _run_one(self, words: list[str], piped: str | None) -> Done:
        words, target, appends = redirected(without_prefix(words))
        name = command_name(words)
        if name is None or name in NOTHING or runs_installer(words):
            return Done()
        try:
            done: Done = self._method(name)(words[1:], piped or "")
        except urllib.error.URLError as error:
            done = Done(f"{name}: {error.reason}\n", FAILED)
        except (OSError, ValueError, IndexError) as error:
            done = Done(f"{name}: {error}\n", FAILED)
        if target is None:
            return done
        if target != os.devnull:
            with open(target, "a" if appends else "w", encoding="utf-8") as file:
                file.write(done.output)
        return Done("", done.code)

    def do_wget(self, words: list[str], _piped: str) -> Done:
        """Save each address as a file, under the name after `-O` or in the folder after `-P`."""
        options, addresses = options_of(words, {"-O": "-O", "--output-document": "-O", "-P": "-P"}, "wget")
        output = ""
        for address in addresses:
            if options.get("-O") == "-":
                output += self.downloads.read(address).decode("utf-8")
            else:
                folder = options.get("-P") or options.get("--directory-prefix") or ""
                self.downloads.save(address, options.get("-O") or self._place(folder, address))
        return Done(output)

    def do_curl(self, words: list[str], _piped: str) -> Done:
        """Save an address under the name after `-o`, with `-O` under its own; else write what is there."""
        options, addresses = options_of(words, {"-o": "-o", "--output": "-o"}, "curl")
        output = ""
        own_name = any(word.startswith("-") and not word.startswith("--") and "O" in word for word in words)
        for address in addresses:
            if "-o" in options:
                self.downloads.save(address, options["-o"])
            elif own_name or "--remote-name" in words:
                self.downloads.save(address, self._place("", address))
            else:
                output += self.downloads.read(address).decode("utf-8")
        return Done(output)

    do_aria2c = do_wget

    def do_gdown(self, words: list[str], _piped: str) -> Done:
        """Save an address under the name after `-O`, or else under that of the main text."""
        options, addresses = options_of(words, {"-O": "-O", "--output": "-O", "--id": "--id"}, "gdown")
        address = (addresses or [options.get("--id", "")])[0]
        self.downloads.save(address, options.get("-O") or self.downloads.texts.names[0])
        return Done()

    def do_git(self, words: list[str], _piped: str) -> Done:
        """Make the folder of a repository that is cloned, with the provided texts in it; other verbs do nothing."""
        words = [word for word in words if not word.startswith("-") and not word.isdecimal()]
        if words[:1] == ["clone"]:
            name = last_part(words[1]).removesuffix(".git")
            self.downloads.save_into(words[2] if len(words) > 2 else name)
        return Done()

    def do_mkdir(self, words: list[str], _piped: str) -> Done:
        """Make folders."""
        for folder in operands(words):
            os.makedirs(folder, exist_ok=True)
        return Done()

    def do_cd(self, words: list[str], _piped: str) -> Done:
        """Change the folder for the commands that follow in the same line."""
        os.chdir((operands(words) or [os.path.expanduser("~")])[0])
        return Done()

    def do_bash(self, words: list[str], _piped: str) -> Done:
        """Carry out what follows `-c`."""
        return Done(self.run_script(words[-1]) if "-c" in words else "")

    do_sh = do_zsh = do_bash

    def do_touch(self, words: list[str], _piped: str) -> Done:
        """Make empty files."""
        for path in operands(words):
            with open(path, "a", encoding="utf-8"):
                pass
        return Done()

    def do_cp(self, words: list[str], _piped: str) -> Done:
        """Copy files and folders."""
        return self._transfer(words, _copy)

    def do_mv(self, words: list[str], _piped: str) -> Done:
        """Move files and folders."""
        return self._transfer(words, shutil.move)

    def _transfer(self, words: list[str], act: Callable[[str, str], Any]) -> Done:
        *sources, target = [path for word in operands(words) for path in expanded(word)]
        for source in sources:
            act(source, os.path.join(target, last_part(source)) if os.path.isdir(target) else target)
        return Done()

    def do_rm(self, words: list[str], _piped: str) -> Done:
        """Remove files and folders."""
        for path in (path for word in operands(words) for path in expanded(word)):
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            elif os.path.lexists(path):
                os.remove(path)
        return Done()

    do_rmdir = do_rm

    def do_ls(self, words: list[str], _piped: str) -> Done:
        """List files and folders, one a line."""
        names: list[str] = []
        for path in (path for word in operands(words) or ["."] for path in expanded(word)):
            names += sorted(os.listdir(path)) if os.path.isdir(path) else [path]
        return Done("".join(f"{name}\n" for name in names if not name.startswith(".") or "-a" in words))

    def do_pwd(self, _words: list[str], _piped: str) -> Done:
        """Write the working directory."""
        return Done(f"{Path.cwd()}\n")

    def do_echo(self, words: list[str], _piped: str) -> Done:
        """Write words."""
        return Done(" ".join(word for word in words if word not in ("-n", "-e")) + "\n")

    def do_cat(self, words: list[str], piped: str) -> Done:
        """Write files."""
        return Done("".join(_texts(words)) or piped)

    def do_head(self, words: list[str], piped: str) -> Done:
        """Write the first lines or characters."""
        return Done(_excerpt(words, piped, from_start=True))

    def do_tail(self, words: list[str], piped: str) -> Done:
        """Write the last lines or characters."""
        return Done(_excerpt(words, piped, from_start=False))

    def do_wc(self, words: list[str], piped: str) -> Done:
        """Count lines, words and bytes."""
        text = "".join(_texts(words)) or piped
        counts = {"-l": text.count("\n"), "-w": len(text.split()), "-c": len(text.encode()), "-m": len(text)}
        chosen = [str(counts[key]) for key in words if key in counts] or [
            str(counts[key]) for key in ("-l", "-w", "-c")
        ]
        return Done(" ".join([*chosen, *operands(words)]) + "\n")

    def do_test(self, words: list[str], _piped: str) -> Done:
        """Tell whether a file or folder is there, as the exit code."""
        return Done("", int(not os.path.exists(words[-1])))

    def do_uname(self, _words: list[str], _piped: str) -> Done:
        """Write the system's name."""
        return Done("Linux\n")

    def do_nvidia_smi(self, _words: list[str], _piped: str) -> Done:
        """Write what the program writes on a machine with a T4."""
        return Done(NVIDIA_SMI)

    @staticmethod
    def _place(folder: str, address: str) -> str:
        return os.path.join(folder, last_part(address.partition("?")[0]))


def _copy(source: str, target: str) -> None:
    if os.path.isdir(source):
        shutil.copytree(source, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def _texts(words: Sequence[str]) -> list[str]:
    paths = [path for word in operands(words) for path in expanded(word)]
    return [Path(path).read_text("utf-8", errors="replace") for path in paths]


def _excerpt(words: Sequence[str], piped: str, from_start: bool) -> str:
    """The first or last lines of files, or characters with `-c`; their number follows `-n`, `-c` or a dash."""
    count, by_characters, files, rest = 10, False, list[str](), list(words)
    while rest:
        word = rest.pop(0)
        if word in ("-n", "-c") and rest:
            count, by_characters = abs(int(rest.pop(0))), word == "-c"
        elif word.startswith("-") and word.lstrip("-nc").isdecimal():
            count, by_characters = int(word.lstrip("-nc")), word.startswith("-c")
        else:
            files.append(word)
    text = "".join(_texts(files)) or piped
    pieces: Any = text if by_characters else text.splitlines(keepends=True)
    return "".join(pieces[:count] if from_start else pieces[-count:])
