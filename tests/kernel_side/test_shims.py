"""Laws of the surroundings that a notebook finds, held in a real kernel."""

import pytest

from autograder.grading.live_submission import open_submission
from autograder.lab.corpora import shelf_for


@pytest.mark.parametrize(
    "source",
    [
        "import otter\ng = otter.Notebook('gpt.ipynb')\ng.check('a'); g.check_all(); g.export(pdf=False)",
        "from google.colab import drive, files\ndrive.mount('/content/drive')\n"
        "files.download('a.txt')\nassert files.upload() == {}",
        "import google.colab.userdata\nassert google.colab.userdata.get('KEY') == ''",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()",
        "import torch\ntorch.compile(torch.nn.Linear(2, 2))",
        "import torch\nassert torch.get_num_threads() == 1",
        "import sys\nassert sys.stdout.write('abc') == 3\nsys.stdout.writelines(['a']); print('b', flush=True)",
        "import io, contextlib\nwith contextlib.redirect_stdout(io.StringIO()) as kept: print('a')\n"
        "assert kept.getvalue() == 'a\\n'",
        "get_ipython().run_cell_magic('capture', 'kept', 'print(5)')\nassert kept.stdout == '5\\n'",
        "import sys\nsys.stdout = open('log.txt', 'w'); print('a'); sys.stdout.close(); sys.stdout = sys.__stdout__\n"
        "print('b')\nassert open('log.txt').read() == 'a\\n'",
        "from tqdm.auto import tqdm\nassert sum(tqdm(range(4))) == 6",
        "from IPython.display import display, clear_output\ndisplay(3); clear_output(wait=True)",
        "import matplotlib\nmatplotlib.use('TkAgg')\nget_ipython().run_line_magic('matplotlib', 'widget')",
        "get_ipython().run_line_magic('no_such_magic', ''); get_ipython().magic('matplotlib tk')",
        "import locale\nlocale.setlocale(locale.LC_ALL, 'es_XX.UTF-8')",
        "assert input('¿Entrenar? (s/n) ') == 's'",
        "from google.colab.no.such import thing\nthing.call()",
        "import torch, pickle\nclass Net(torch.nn.Linear): pass\ntorch.save(Net(2, 2), 'net.pt')\n"
        "assert type(torch.load('net.pt')).__name__ == 'Net'",
    ],
)
def test_it_runs_here_as_where_it_was_written(kernel, source):
    """What notebooks do on Colab, in class and on laptops raises nothing here."""
    assert kernel.execute(source, 20) is None


@pytest.mark.parametrize(
    "source",
    [
        "x = torch.ones(2).cuda(); assert x.device.type in ('cpu', 'cuda')",
        "m = torch.nn.Linear(1, 1).cuda(); m.cuda(0)",
        "e = torch.cuda.Event(enable_timing=True); e.record(); e.synchronize(); f'{e.elapsed_time(e):.1f}'",
        "assert torch.cuda.get_device_properties(0).total_memory >= 0; free, total = torch.cuda.mem_get_info()",
        "from torch.utils.tensorboard import SummaryWriter; w = SummaryWriter(); w.add_scalar('a', 1); w.close()",
        "torch.cuda.synchronize(); torch.cuda.empty_cache(); torch.cuda.manual_seed(1); torch.cuda.manual_seed_all(1)",
        "print(torch.cuda.get_device_capability(), torch.cuda.memory_summary()); torch.cuda.ipc_collect()",
        "p = torch.cuda.get_device_properties(0); p.name, p.multi_processor_count > 0, p.major, p.minor",
        "torch.mps.empty_cache(); torch.set_default_tensor_type('torch.cuda.FloatTensor'); torch.ones(1).pin_memory()",
        "assert torch.cuda.memory_allocated() >= 0; torch.cuda.get_device_name(0); torch.cuda.current_device()",
    ],
)
def test_a_gpu_that_is_not_there_is_not_missed(kernel, source):
    """The usual calls for a GPU pass on a machine that has none, and one that has one."""
    assert kernel.execute(f"import torch\n{source}", 20) is None


def test_a_corpus_needs_no_network(written, gpt, here):
    """A download of a file that the lab lists, by any of the usual calls, takes it from the working directory."""
    calls = (
        "import urllib.request\nurllib.request.urlretrieve('https://example.org/a/input.txt', 'mine.txt')",
        "text = urllib.request.urlopen('https://example.org/a/input.txt').read().decode('utf-8')",
        "import requests\nassert requests.get('https://example.org/a/input.txt').text == text",
        "assert open('mine.txt', encoding='utf-8').read() == text == open('input.txt', encoding='utf-8').read()",
        "urllib.request.urlopen('https://example.org/other.zip')",
    )
    with open_submission(written(*calls), gpt, shelf_for(gpt), here) as opened:
        assert [(one.cell, one.type) for one in opened.session.failures.failures] == [(4, "URLError")]


def test_our_files_are_not_found_from_there(kernel):
    """What we install has no file, and no text of ours is in the working directory."""
    source = """
import autograder, sys, os
ours = [module for name, module in sys.modules.items() if name.split(".")[0] == "autograder"]
assert len(ours) >= 4 and not any(getattr(module, "__file__", None) for module in ours), ours
assert not list(autograder.__path__)
assert not [name for name in os.listdir() if name.endswith(".py")]
"""
    assert kernel.execute(source, 10) is None


def test_the_environment_tells_nothing(kernel):
    """The variables of the grader's shell do not reach the student's process."""
    source = "import os\nassert not [k for k in os.environ if 'AUTOGRADER' in k or 'PYTEST' in k], os.environ"
    assert kernel.execute(source, 10) is None
