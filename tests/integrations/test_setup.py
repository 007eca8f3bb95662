"""Laws of `setup.sh`. It runs here with stand-ins for what only root of a fresh image may do; nothing is installed."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

APT = """#!/bin/sh
echo "apt-get $*" >>"$LOG"
for name; do case " $MISSING " in *" $name "*) exit 100 ;; esac; done
"""
# its `-m venv` makes an environment of stand-ins, which write down what they are asked
PYTHON = f"""#!/bin/sh
echo "$(basename "$0") $*" >>"$LOG"
case "$*" in
"-m venv "*) mkdir -p "$3/bin"; for name in python autograder; do ln -sf "$0" "$3/bin/$name"; done ;;
"-c "*) case " $OLD " in *" $(basename "$0") "*) exit 1 ;; esac; exec {sys.executable} "$@" ;;
"-m pip "*) ls constraints.txt requirements.txt >>"$LOG" && exit "$PIP" ;;
esac
"""
ROOT_ID = '#!/bin/sh\necho "${WHO:-0}"\n'
OURS = f"python3.{sys.version_info.minor}"
NAMES = sorted({OURS, "python3", "python3.13", "python3.12", "python3.11"})
OTHER = "python3.11" if OURS == "python3.12" else "python3.12"


@pytest.fixture
def setup(site, tmp_path) -> Callable[..., tuple[subprocess.CompletedProcess, list[str], Path]]:
    """Runs `setup.sh` of a bundle in a folder of its own: how it ended, what it asked for, and that folder."""
    stubs, log = tmp_path / "bin", tmp_path / "log"
    stubs.mkdir()
    for name, text in {"apt-get": APT, "id": ROOT_ID, **dict.fromkeys(NAMES, PYTHON)}.items():
        (stubs / name).write_text(text, encoding="utf-8")
        (stubs / name).chmod(0o755)

    def run(missing: Sequence[str] = (), old: Sequence[str] = (), pip: int = 0, **more: str):
        made = site({})
        path = f"{stubs}:{os.environ['PATH']}"
        told = {"LOG": str(log), "MISSING": " ".join(missing), "OLD": " ".join(old), "PIP": str(pip), "PATH": path}
        command = [str(made.root / "source" / "setup.sh"), str(made.root), str(tmp_path / "home")]
        done = subprocess.run(command, env=told | more, cwd="/", capture_output=True, text=True, timeout=60)
        return done, log.read_text("utf-8").splitlines() if log.exists() else [], made.root

    return run


def test_it_installs_in_order(setup, tmp_path):
    """Packages, an environment outside of the bundle, the project with its pins, and a look at whether it starts."""
    done, log, _ = setup()
    assert done.returncode == 0, done.stderr
    assert log[0] == "apt-get update -q"
    assert "bubblewrap libseccomp2" in log[1]
    assert f"{OURS} -m venv {tmp_path / 'home'}" in log
    pip = next(place for place, line in enumerate(log) if "-m pip install" in line)
    assert log[pip].endswith("--requirement requirements.txt")
    assert log[pip + 1 : pip + 3] == ["constraints.txt", "requirements.txt"]
    assert any("import autograder.integrations.gradescope_run" in line for line in log[pip:])
    assert log[-1] == "autograder doctor"


@pytest.mark.parametrize(("missing", "code"), [((), 0), (("update",), 100)])
def test_secrets_are_closed_first(setup, missing, code):
    """Nobody but root may open anything of the bundle, even where nothing could be installed."""
    done, _, root = setup(missing=missing)
    assert done.returncode == code
    found = [root / "source", *(root / "source").rglob("*")]
    assert len(found) > 20
    assert not [path for path in found if path.stat().st_mode & 0o77]


@pytest.mark.parametrize(
    ("missing", "old", "chosen"),
    [
        ((), (), OURS),
        ((OURS,), (), "python3"),
        ([name for name in NAMES if name not in ("python3", OTHER)], ("python3",), OTHER),
    ],
)
def test_a_python_that_fits_is_found(setup, missing, old, chosen):
    """The bundle's own Python comes first; else any that is new enough, and what the image calls python3 may not be."""
    done, log, _ = setup(missing=missing, old=old)
    assert done.returncode == 0, done.stderr
    (made,) = [line.split()[0] for line in log if " -m venv " in line]
    assert made == chosen


def test_an_image_without_such_a_python_fails_clearly(setup):
    """An image whose Pythons are all too old ends the set-up with one line that says what to choose."""
    done, log, _ = setup(missing=[name for name in NAMES if name != "python3"], old=["python3"])
    assert done.returncode == 1
    assert "Python 3.11 or newer is needed" in done.stderr.splitlines()[-1]
    assert not [line for line in log if "pip" in line]


def test_what_fails_ends_the_set_up(setup):
    """Packages that cannot be had end the set-up, and so the site says that it failed."""
    done, _, _ = setup(pip=1)
    assert done.returncode == 1


def test_only_root_can_set_up(setup):
    """Somebody else is told so, and nothing is asked for."""
    done, log, _ = setup(WHO="1000")
    assert (done.returncode, log) == (1, [])
    assert "root" in done.stderr
