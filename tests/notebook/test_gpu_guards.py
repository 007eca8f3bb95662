"""Laws of guards that end a notebook without a GPU: they do nothing here, and other statements stay."""

import ast

import pytest

from autograder.notebook.gpu_guards import GpuGuards
from autograder.source.edits import SourceEdits


def passed(source):
    """A source after its guards were let pass."""
    tree, edits = ast.parse(source), SourceEdits(source)
    GpuGuards([tree]).pass_over(tree, edits)
    return edits.apply() if edits else source


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("if not torch.cuda.is_available(): sys.exit('GPU')", "if not torch.cuda.is_available(): pass"),
        ("if device == 'cpu':\n  print(1)\n  raise SystemExit", "if device == 'cpu':\n  print(1)\n  pass"),
        ("gpu = torch.cuda.is_available()\nif not gpu: exit()", "gpu = torch.cuda.is_available()\nif not gpu: pass"),
        ("if torch.cuda.is_available(): d = 1\nelse: raise E", "if torch.cuda.is_available(): d = 1\nelse: pass"),
        ("d = 'cuda' if torch.cuda.is_available() else exit()", "d = 'cuda' if torch.cuda.is_available() else 'cpu'"),
        ("torch.cuda.is_available() or quit()", "torch.cuda.is_available() or None"),
        ("assert torch.cuda.device_count() > 0", "pass"),
        ("if T > block_size: raise ValueError", "if T > block_size: raise ValueError"),
        ("assert x.shape == (1, 2)", "assert x.shape == (1, 2)"),
        ("if done: sys.exit()", "if done: sys.exit()"),
    ],
)
def test_only_what_ends_a_notebook_without_a_gpu_is_passed(source, left):
    """What raises or exits under a test about the GPU does nothing; every other statement is as written."""
    assert passed(source) == left
