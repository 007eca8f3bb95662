"""The folders and services of one run: what an attack may know of the machine, reach for and change."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import nbformat

from arena.attack import LAB, Attack, notebook

INNOCENT = ("00_innocent", "zz_innocent")


class Ground:
    """The folders of one run, and the services of this machine that an attack may try to reach."""

    def __init__(self, uid: int, closed: bool) -> None:
        """Make it for the user who grades; `closed`, other users can enter neither lab, submissions nor results."""
        self.root = Path(tempfile.mkdtemp(prefix="gr"))
        self.root.chmod(0o755)
        self.lab = Path(shutil.copytree(LAB, self.root / "l"))
        own = 0o700 if closed else 0o755
        for name, mode in (("l", own), ("f", own), ("o", own), ("t", 0o1777), ("v", 0o777), ("w", 0o755), ("h", 0o755)):
            (self.root / name).mkdir(exist_ok=True)
            (self.root / name).chmod(mode)
            os.chown(self.root / name, uid, uid)
        (self.root / "v" / "intacto").write_text("x")
        (self.root / "v" / "intacto").chmod(0o666)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.abstract = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.abstract.bind(f"\0{self.root.name}")
        self.service = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.service.bind(str(self.root / "s"))
        (self.root / "s").chmod(0o777)
        for server in (self.abstract, self.service):
            server.listen()
        for server in self.servers:
            server.setblocking(False)

    @property
    def servers(self) -> list[socket.socket]:
        """The services."""
        return [self.tcp, self.udp, self.abstract, self.service]

    def fill(self, text: str) -> str:
        """Tell an attack everything that its author may have found out about this machine."""
        known = {
            "LAB": self.lab,
            "FOLDER": self.root / "f",
            "OUT": self.root / "o",
            "TMP": self.root / "t",
            "VICTIM": self.root / "v",
            "SOCKET": self.root / "s",
            "ABSTRACT": self.root.name,
            "TCP": self.tcp.getsockname()[1],
            "UDP": self.udp.getsockname()[1],
            "ESC": "\x1b",
            "BEL": "\x07",
        }
        for name, value in known.items():
            text = text.replace(f"@{name}@", str(value))
        return text

    def write(self, chosen: Sequence[Attack]) -> None:
        """Write the notebooks of attacks, between two innocent ones."""
        for attack in chosen:
            nbformat.write(notebook(self.fill(attack.cells), attack.at), self.root / "f" / f"{attack.name}.ipynb")
        for name in INNOCENT:
            nbformat.write(notebook((LAB / "innocent.py").read_text("utf-8"), "end"), self.root / "f" / f"{name}.ipynb")

    def result(self, name: str) -> dict | None:
        """The result of a notebook."""
        path = self.root / "o" / "submissions" / name / "result.json"
        return json.loads(path.read_text("utf-8")) if path.is_file() else None

    def reached(self) -> Iterator[str]:
        """The services that were reached."""
        for name in ("tcp", "abstract", "service"):
            with suppress(BlockingIOError):
                getattr(self, name).accept()[0].close()
                yield name
        with suppress(BlockingIOError):
            self.udp.recv(100)
            yield "udp"

    def remove(self) -> None:
        """Close and delete everything."""
        for server in self.servers:
            server.close()
        subprocess.run(["chmod", "-R", "u+rwX", str(self.root)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", str(self.root)], check=True)
