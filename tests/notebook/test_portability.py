"""Laws of places: GPUs and folders that are not here are replaced, and nothing else is."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import sampled_from, text

from autograder.lab.declaration import Scaling
from autograder.notebook.prepared_cell import Machine
from autograder.notebook.rewrite import rewrite

ROOT = Path("/tmp/run")


def placed(source, root=ROOT, cuda=False):
    return rewrite([source], Scaling(), Machine(root, cuda=cuda, has_module=lambda _: True))[0]


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("d = 'cuda'", "d = 'cpu'"),
        ('d = torch.device("cuda:0")', 'd = torch.device("cpu")'),
        ("m.to(device=u'cuda')", "m.to(device=u'cpu')"),
        ("d = 'cuda' if torch.cuda.is_available() else 'cpu'", "d = 'cpu' if torch.cuda.is_available() else 'cpu'"),
    ],
)
def test_a_gpu_written_by_hand_becomes_the_cpu(written, used):
    """Where there is no GPU, a literal that chooses one chooses the CPU; where there is one, it stays."""
    assert placed(written).source == used
    assert placed(written, cuda=True).source == written


@pytest.mark.parametrize(
    "source",
    [
        "'cuda'",
        "f'cuda'",
        "d = 'cuda es rápido'",
        "if d == 'cuda': print(torch.cuda.get_device_name())",
        "x = 'cuda' in d",
        "d.startswith('cuda')",
        "t = {'cuda': 1}['cuda']",
        "getattr(torch, 'cuda')",
    ],
)
def test_questions_about_the_gpu_are_left(source):
    """A comparison with `cuda` must go on being false on a machine without one."""
    assert placed(source).source == source


@pytest.mark.parametrize(
    ("written", "used", "folder"),
    [
        ("torch.save(m, '/content/m.pt')", "torch.save(m, '/tmp/run/m.pt')", ""),
        ("torch.save(m, '/content/out/m')", "torch.save(m, '/tmp/run/out/m')", "out"),
        ("d = '/content'", "d = '/tmp/run'", ""),
        ("d = '/content/drive/MyDrive'", "d = '/tmp/run/drive/MyDrive'", "drive/MyDrive"),
        ("d = '/content/drive/' + name", "d = '/tmp/run/drive/' + name", "drive"),
        ("p = f'/content/a/m_{i}.pt'", "p = f'/tmp/run/a/m_{i}.pt'", "a"),
        ("p = f'/content/a/{i}/m.pt'", "p = f'/tmp/run/a/{i}/m.pt'", "a"),
        ("p = r'/kaggle/working/m.pt'", "p = r'/tmp/run/kaggle/working/m.pt'", "kaggle/working"),
        ("p = '/home/ana/m.pt'", "p = '/tmp/run/home/ana/m.pt'", "home/ana"),
        ("p = '/Users/ana/x.txt'", "p = '/tmp/run/Users/ana/x.txt'", "Users/ana"),
        ("p = 'C:/lab/x.txt'", "p = '/tmp/run/lab/x.txt'", "lab"),
        ("p = 'C:\\\\lab\\\\x.txt'", "p = '/tmp/run/lab/x.txt'", "lab"),
        ("p = r'D:\\Users\\ana\\x.txt'", "p = r'/tmp/run/Users/ana/x.txt'", "Users/ana"),
        ("p = ('/content/'\n     'x.txt')", "p = ('/tmp/run/'\n     'x.txt')", ""),
    ],
)
def test_paths_of_other_machines_lie_under_the_root(written, used, folder):
    """What Colab, Kaggle and laptops call absolute is under the working directory, and its folder is named."""
    cell = placed(written)
    assert cell.source == used
    assert cell.folders == (ROOT / folder,)


@pytest.mark.parametrize(
    "source",
    [
        "'/content/x'",
        "def f():\n    '/content/x'",
        "p = '/contents/x'",
        "p = '/database'",
        "p = base + '/data/x.txt'",
        "p = f'{base}/data/x.txt'",
        "p = f'/content{x}'",
        "p = '/usr/share'",
        "p = 'content/x'",
        "p = '/tmp/run/data/x'",
        "p = '/home'",
        "s = 'A:\\nhola'",
        "u = 'https://x.y/content/z'",
        "p = b'/content/x'",
    ],
)
def test_other_strings_are_left(source):
    """Docstrings, parts of longer paths, addresses and prose stay as written."""
    assert placed(source).source == source
    assert placed(source).folders == ()


@given(text(), sampled_from(["/content/", "/data/", "C:/", "/kaggle/input/"]))
def test_folders_never_lie_outside_the_root(tail, head):
    """Whatever a path says, `..` included, the grader is not asked for a folder elsewhere."""
    for suffix in (tail, f"../../{tail}", f"a/../../../{tail}"):
        for folder in placed(f"p = {head + suffix!r}").folders:
            assert folder.is_relative_to(ROOT)
            assert ".." not in folder.parts


@given(text("ab'\"\\{}", max_size=6), sampled_from(["'/content/x'", 'f"/content/{1}"', "r'/content/x'"]))
def test_any_root_fits_into_a_literal(name, literal):
    """A root with quotes, braces or backslashes in its name is written so that the literal means it."""
    root = Path("/tmp") / (name or "a")
    names = {}
    source = placed(f"p = {literal}", root=root).source
    exec(source, names)
    assert names["p"].startswith((f"{root}/", "/content/")) and (names["p"][0:4] == "/tmp" or "r'" in literal)
