"""Laws of what stands behind a training loop's names: models that answer in the notebook's form, data by name."""

import importlib.util
from pathlib import Path
from types import ModuleType, SimpleNamespace

import torch

STANDIN = Path(__file__).parents[2] / "solutions" / "gpt" / "checks" / "standins" / "training.py"
B, T, V = 2, 3, 5
LOGITS, LOSS = torch.ones(B, T, V), torch.tensor(7.0)


def standin() -> ModuleType:
    """The stand-in as a module."""
    spec = importlib.util.spec_from_file_location("training_standin", STANDIN)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_answer_has_the_form_of_the_notebooks_own():
    """Logits alone, three values, a dict or an object: the scores and the loss are replaced, and all else is kept."""
    in_form_of, own = standin().in_form_of, torch.zeros(B, T, 9)
    assert in_form_of(own, LOGITS, None) is LOGITS
    logits, loss, weights = in_form_of((own.flatten(0, 1), torch.tensor(0.0), [torch.zeros(B, 1, T, T)]), LOGITS, LOSS)
    assert logits.shape == (B * T, V) and loss is LOSS and not weights[0].any()
    assert in_form_of({"loss": torch.tensor(0.0), "logits": own}, LOGITS, LOSS) == {"loss": LOSS, "logits": LOGITS}
    told = in_form_of(SimpleNamespace(logits=own, loss=None, layers=2), LOGITS, None)
    assert told.logits is LOGITS and told.loss is None and told.layers == 2


def test_rows_of_tokens_are_told_from_other_values():
    """Lists, tensors and arrays of whole numbers in a row, and dicts of them; no matrix, no losses, nothing short."""
    row = torch.arange(60)
    values = [row, row.tolist(), row.numpy(), {"train": row, "valid": row.tolist()}, "a" * 60]
    others = [row.float(), row[None], row[:9], [0.5] * 60, {"train": [0.5] * 60}, None]
    forms = ["tensor", "list", "array", {"train": "tensor", "valid": "list"}, "text"]
    assert standin().forms_of_tokens(values + others, 50) == forms + [None] * len(others)
