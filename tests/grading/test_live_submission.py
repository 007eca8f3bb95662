"""Laws of a live submission: what was handed in runs here, and leaves nothing behind."""

import dataclasses
import hashlib
from pathlib import Path

import pytest

from autograder.grading.live_submission import has_module, open_submission
from autograder.lab.corpora import shelf_for
from autograder.lab.declaration import Limits


def test_the_reference_runs_from_top_to_bottom(reference):
    """No cell of the reference fails, is killed or runs out of time."""
    assert {run.status for run in reference.session.runs} == {"ok"}
    assert set(reference.cells) == {cell.index for cell in reference.submission.code}


def test_training_was_made_smaller_and_what_the_student_wrote_is_kept(reference, gpt):
    """Every name that the lab caps stands in the record with the value of the notebook, and has the smaller one."""
    scaled = {item.name: (item.written, item.used) for cell in reference.cells.values() for item in cell.scaled}
    assert scaled["max_iters"] == ("5000", str(gpt.scaling.caps["max_iters"].max))
    reference.student.begin("i", 10)
    assert reference.student.get("max_iters") == gpt.scaling.caps["max_iters"].max
    reference.student.finish()


def test_corpora_lie_where_the_notebook_reads_them(reference, gpt):
    """Every file name that the lab lists is there, with the text of its corpus."""
    shelf = shelf_for(gpt)
    reference.student.begin("b", 30)
    for file, corpus in gpt.corpora.items():
        reference.student.run(f"import hashlib; read = hashlib.sha256(open({file!r}, 'rb').read()).hexdigest()")
        text = shelf.text(corpus).encode()
        assert reference.student.get("read") == hashlib.sha256(text).hexdigest()
    reference.student.run("del read")
    reference.student.finish()


def test_a_notebook_of_another_machine_runs(gpt, written, here):
    """Shell lines, pip, paths of Colab, a GPU by name and a saved whole model raise nothing."""
    cells = (
        "!pip install torch\n%pip install numpy\n!wget http://example.org/input.txt",
        "import torch\nfrom google.colab import drive\ndrive.mount('/content/drive')",
        "net = torch.nn.Linear(2, 2).to('cuda')\ntorch.save(net, '/content/drive/MyDrive/lab/net.pt')",
        "net = torch.load('/content/drive/MyDrive/lab/net.pt')\nopen('/content/out.txt', 'w').write('x')",
        "text = open('input.txt').read()\nassert text == open('/content/input.txt').read()",
        "import IPython\nIPython.get_ipython().kernel.do_shutdown(True)",
        "import time; time.sleep(0.3)",
    )
    with open_submission(written(*cells), gpt, shelf_for(gpt), here) as opened:
        assert [(run.status, run.type, run.message) for run in opened.session.runs] == [("ok", "", "")] * len(cells)


@pytest.mark.parametrize(
    "use", ["from modelo import *", "import modelo\nHead = modelo.Head; width = modelo.width", "%run modelo.py"]
)
def test_a_module_that_the_notebook_writes_is_its_own_code(gpt, written, here, use):
    """Classes of a file that the notebook writes and uses read the globals that a check sets, and are made smaller."""
    module = "%%writefile modelo.py\nmax_iters = 5000\nwidth = 3\nclass Head:\n  def size(self): return width"
    with open_submission(written(module, use), gpt, shelf_for(gpt), here) as opened:
        assert [run.status for run in opened.session.runs] == ["ok", "ok"]
        student = opened.student
        student.begin("d", 30)
        assert student.get("max_iters") == gpt.scaling.caps["max_iters"].max
        with student.globals(width=7):
            assert student.new("Head").call("size") == 7
        student.finish()


def test_nothing_stays_behind(tiny, written, here):
    """After the block the folders are gone, whatever the notebook did to them, and so is the process."""
    lab = tiny()
    cell = "import os\nos.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.symlink('/', 'root')\n"
    cell += "os.chmod('a', 0)\nos.chmod('.', 0)"
    with open_submission(written(cell), lab, shelf_for(lab), here) as opened:
        root, pid = opened.session.workspace.root, opened.session.kernel.pid
        assert root.exists()
    assert not root.exists()
    assert not Path(f"/proc/{pid}").exists()


def test_an_error_of_the_grader_leaves_nothing_either(tiny, written, here):
    """An exception inside the block passes, and the folders are gone."""
    lab = tiny()
    with pytest.raises(ZeroDivisionError), open_submission(written("x = 1"), lab, shelf_for(lab), here) as opened:
        root = opened.session.workspace.root
        raise ZeroDivisionError
    assert not root.exists()


def test_a_notebook_without_code_is_alive_all_the_same(tiny, written, here):
    """A submission of no cells can be asked, and defines nothing."""
    lab = dataclasses.replace(tiny(), limits=Limits(5, 5, 30))
    with open_submission(written(), lab, shelf_for(lab), here) as opened:
        opened.student.begin("a", 5)
        assert not opened.student.has("double")
        opened.student.finish()


@pytest.mark.parametrize(
    ("name", "there"), [("torch", True), ("otter", True), ("no_such_module", False), ("a..b", False)]
)
def test_modules_that_can_be_imported_are_known(name, there):
    """A module counts as there if Python finds it or we provide it; a name that is none does not."""
    assert has_module(name) is there
