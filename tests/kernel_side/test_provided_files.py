"""Laws of the files that a notebook is provided with: whatever it does to them, they can be put back."""

from collections.abc import Callable, Iterator

import pytest

from autograder.kernel.kernel import Kernel
from autograder.lab.declaration import Limits
from autograder.sandbox.host import Host
from autograder.sandbox.workspace import bootstrap, create_workspace

RESTORE = {"verb": "restore_files", "arguments": {"$": "dict", "is": []}, "seed": 0}
FILES = {"a.txt": "given\r\n", "deep/er/b.txt": "b"}


@pytest.fixture(scope="module")
def run_around_restore(here: Host) -> Iterator[Callable[[str], str]]:
    """Runs a cell beside provided files, restores them, and runs another cell; returns what that raised."""
    place = create_workspace(here, Limits())
    place.provide(FILES, ["empty/folder"])
    kernel = Kernel(place, bootstrap(5, 5.0, ()))

    def run(before: str, after: str) -> str:
        error = kernel.execute(before, 20)
        assert error is None, error
        reply, _ = kernel.ask(RESTORE, b"", 10)
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
def test_provided_files_are_there_again(run_around_restore, source):
    """Whatever became of a provided file or folder, restoring it puts it back as it was."""
    home = "import os; os.chdir(os.path.dirname(os.environ['HOME']) + '/w')"
    assert run_around_restore(f"1\n{source}", f"{home}\n{SAME}\nassert os.path.isdir('empty/folder')") == ""


@pytest.mark.parametrize("link", ["symlink", "link"])
def test_a_link_is_not_followed(run_around_restore, link):
    """A link by the name of a file is replaced, and what it leads to stays as it was; so does whatever is beside."""
    before = f"import os\nopen('mine', 'w').write('mine')\nos.remove('a.txt')\nos.{link}('mine', 'a.txt')"
    after = f"{SAME}\nassert open('mine').read() == 'mine' and not os.path.islink('a.txt')\nos.remove('mine')"
    assert run_around_restore(before, after) == ""


def test_a_folder_that_is_a_link_is_not_followed(run_around_restore):
    """A link by the name of a folder is replaced by a folder, and nothing is written where it leads."""
    before = "import os, shutil\nshutil.rmtree('deep')\nos.mkdir('other')\nos.symlink('other', 'deep')"
    assert run_around_restore(before, f"{SAME}\nassert not os.listdir('other')\nos.rmdir('other')") == ""
