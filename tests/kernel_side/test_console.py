"""Laws of what lies around a notebook: what it is given, and what becomes of its output."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.kernel.kernel import Kernel
from autograder.kernel_side.console import DiscardedOutput
from autograder.lab.declaration import Limits
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import bootstrap, scratch

RESTOCK = {"verb": "restock", "arguments": {"$": "dict", "is": []}, "seed": 0}
FILES = {"a.txt": "given\r\n", "deep/er/b.txt": "b"}


@given(st.lists(st.text()))
def test_silence_counts_and_stays(texts):
    """What is written leads nowhere, is counted, and whoever closes the stream can write on."""
    silence = DiscardedOutput()
    for text in texts:
        assert silence.write(text) == len(text)
        silence.close()
    silence.writelines(texts)
    print("end", file=silence, flush=True)
    assert silence.heard == 2 * sum(map(len, texts)) + 4
    assert not silence.closed


def test_nobody_listens_in_between():
    """A `write` that would keep a copy of everything does not take the place of the stream's own."""
    silence = DiscardedOutput()
    silence.write = lambda text: 1 / 0
    assert silence.write("abc") == 3
    silence.name = "mine"
    assert silence.name == "mine"


@pytest.fixture(scope="module")
def stocked(here: Host) -> Iterator[Callable[[str], str]]:
    """Runs a cell in a notebook that is given files, gives them once more, and runs another; returns what it raised."""
    place = scratch(here, Limits())
    place.give(FILES, ["empty/folder"])
    kernel = Kernel(place, bootstrap(5, 5.0, ()))

    def run(before: str, after: str) -> str:
        error = kernel.execute(before, 20)
        assert error is None, error
        reply, _ = kernel.ask(RESTOCK, b"", 10)
        assert reply["ok"], reply
        error = kernel.execute(after, 20)
        return f"{error.type}: {error.message}" if error else ""

    yield run
    kernel.stop()
    place.remove()


SAME = "assert open('a.txt', newline='').read() == 'given\\r\\n' and open('deep/er/b.txt').read() == 'b'"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "open('a.txt', 'w').write('changed')",
        "import os; os.remove('a.txt'); os.remove('deep/er/b.txt')",
        "import shutil; shutil.rmtree('deep')",
        "import os; os.remove('a.txt'); os.makedirs('a.txt/x')",
        "import shutil; shutil.rmtree('deep'); open('deep', 'w').close()",
        "import os; os.chmod('a.txt', 0)",
        "import os, shutil; shutil.rmtree('empty'); os.symlink('/', 'empty')",
        "import os; os.chdir('/')",
    ],
)
def test_what_is_given_is_there_again(stocked, source):
    """Whatever became of a file or a folder that was given, giving it again puts it back as it was."""
    home = "import os; os.chdir(os.path.dirname(os.environ['HOME']) + '/w')"
    assert stocked(f"1\n{source}", f"{home}\n{SAME}\nassert os.path.isdir('empty/folder')") == ""


@pytest.mark.parametrize("link", ["symlink", "link"])
def test_a_link_is_not_followed(stocked, link):
    """A link by the name of a file is replaced, and what it leads to stays as it was; so does whatever is beside."""
    before = f"import os\nopen('mine', 'w').write('mine')\nos.remove('a.txt')\nos.{link}('mine', 'a.txt')"
    after = f"{SAME}\nassert open('mine').read() == 'mine' and not os.path.islink('a.txt')\nos.remove('mine')"
    assert stocked(before, after) == ""


def test_a_folder_that_is_a_link_is_not_followed(stocked):
    """A link by the name of a folder is replaced by a folder, and nothing is written where it leads."""
    before = "import os, shutil\nshutil.rmtree('deep')\nos.mkdir('other')\nos.symlink('other', 'deep')"
    assert stocked(before, f"{SAME}\nassert not os.listdir('other')\nos.rmdir('other')") == ""
