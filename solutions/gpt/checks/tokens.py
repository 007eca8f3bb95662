"""The tokens that a training loop is given, and where a batch of them comes from."""

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache

import torch
import torch.nn.functional as F

from autograder.checks import StudentFault, Undecided, parse_or_empty

from .gradients import gradient

LENGTH = 2400
SHARE = 0.9  # of the tokens that are for training, as in the notebook
B, T = 4, 8
VALIDATION = frozenset(["val", "valid", "validation", "test", "dev", "eval", "holdout", "heldout"])
TRAINING = frozenset(["train", "training", "tr"])
BASE = 6364136223846793005  # odd, so that it has an inverse modulo 2 ** 64: Knuth's multiplier
INVERSE = -4568919932995229531
UNIQUE = 4  # tokens in a row that hardly stand twice in a text drawn at random
FEWEST = 50  # tokens that a notebook's data have at least


@dataclass(frozen=True)
class Tokens:
    """What stands behind the notebook's train_data and val_data, drawn from a vocabulary of `size` tokens.

    With `everywhere` it stands behind all globals that hold tokens in a row, whatever their names.
    """

    train: torch.Tensor
    val: torch.Tensor
    size: int
    everywhere: bool = False

    @cached_property
    def whole(self):
        """All tokens, in the order of the text."""
        return torch.cat([self.train, self.val])

    def following(self, x, shift=1):
        """What follows each token of a batch in the text, or lies elsewhere by another `shift`; None if unknown."""
        return next(
            (y for text in (self.train, self.val, self.whole) if (y := windows(text, x, shift)) is not None), None
        )

    def start(self):
        """The table of logits that every model of the grader's starts with: (V, V)."""
        return 0.1 * torch.randn(self.size, self.size)

    def values(self, student, source):
        """What stands behind the notebook's names of its tokens."""
        whole = self.train if _is_never_split(student, source) else self.whole
        values = {"train_data": self.train, "val_data": self.val}
        values |= {"data": whole} if _is_sequence(student, "data") else {}
        return values | (self._under_other_names(student, source, whole) if self.everywhere else {})

    def _under_other_names(self, student, source, whole):
        """The same tokens in the form of each global of the notebook that holds a row of tokens."""
        names = {name for text in student.cells().values() for name in _assigned(text)}
        names = sorted(names - {"train_data", "val_data"} - student.undefined(names))
        told = _forms(student, source, names)
        parts = {"train": self.train, "val": self.val, "whole": whole}
        forms = {"tensor": lambda row: row, "list": lambda row: row.tolist(), "array": lambda row: row.numpy()}
        values = {}
        for name, form in zip(names, told, strict=True):
            if isinstance(form, dict) and all(isinstance(key, str) and kind in forms for key, kind in form.items()):
                values[name] = {key: forms[kind](parts[part_of(key)]) for key, kind in form.items()}
            elif isinstance(form, str) and form in forms:
                values[name] = forms[form](parts[part_of(name)])
        return values

    def functions(self, student, source, values, device):
        """A get_batch for a notebook whose own is not to be used."""
        batches = student.define("Batches", source)
        return {"get_batch": batches.new(values["train_data"], values["val_data"], B, T, device)}

    def inputs(self, x, start):
        """A batch of tokens, in rows: (B, T)."""
        if x.dtype is not torch.int64 or not x.ndim or not x.numel():
            raise ValueError
        if int(x.min()) < 0 or int(x.max()) >= len(start):
            raise ValueError
        return x.reshape(-1, x.shape[-1])

    def gradient(self, forward):
        """The gradient of the loss on what follows a batch in the text; None where the batch does not stand there."""
        targets = self._targets(forward)
        return None if targets is None else gradient(forward, targets)

    def _targets(self, forward):
        """What the loss is to be computed with: what the model was given, where it may follow in the text.

        The text may go on in several ways after a batch of very few tokens. Raises Undecided where it does, and the
        model was not given which of them.
        """
        x, given = forward.x, forward.targets
        fits = given is not None and given.shape == x.shape and torch.equal(given[:, :-1], x[:, 1:])
        if fits and self.origin(torch.cat([x, given[:, -1:]], dim=1)) is not None:
            return given
        if x.shape[1] < UNIQUE and self._goes_on_in_several_ways(x):
            raise Undecided(
                "Los lotes son de tan pocos tokens que no se sabe qué sigue a cada uno: debe verlos alguien."
            )
        return self.following(x)

    def _goes_on_in_several_ways(self, x):
        """Whether a row of x stands before different tokens in the text."""
        ends = {tuple(row) for row in self.whole.unfold(0, x.shape[1] + 1, 1).tolist()}
        starts = Counter(end[:-1] for end in ends)
        return any(starts[tuple(row)] > 1 for row in x.tolist())

    def origin(self, x):
        """Where a batch comes from: "train", "val", "both", or None where it stands in neither."""
        if windows(self.train, x) is not None:
            return "train"
        if windows(self.val, x) is not None:
            return "val"
        return "both" if windows(self.whole, x) is not None else None


def vocab_size_of(student):
    """The notebook's vocabulary size, or a usual one where it has none."""
    size = student.get("vocab_size") if student.has("vocab_size") else None
    return size if type(size) is int and 1 < size < 1000 else 65


def random_tokens(vocab_size):
    """Tokens drawn by the grader; training and validation share no window."""
    return split(torch.randint(vocab_size, (LENGTH,)), vocab_size)


def real_tokens(shelf, lab, vocab_size):
    """Tokens of the lab's text whose vocabulary has this size, or of its first one."""
    corpora = [shelf.profile(name) for name in dict.fromkeys(lab.corpora.values())]
    corpus = next((c for c in corpora if c.vocab_size == vocab_size), corpora[0])
    return split(torch.tensor(corpus.encode(shelf.text(corpus.name)[:100_000])) % vocab_size, vocab_size)


def split(tokens, vocab_size):
    """The first part for training, the rest for validation."""
    cut = int(SHARE * len(tokens))
    return Tokens(tokens[:cut], tokens[cut:], vocab_size)


def windows(tokens, x, shift=1):
    """The windows that lie `shift` tokens after those where the rows of x stand first; None if a row stands nowhere.

    x has the shape (B, T), and so has what is returned. Thousands of rows take hardly longer than a few.
    """
    length = x.shape[1]
    first, last = max(0, -shift), len(tokens) - max(0, shift)  # only windows that have one `shift` tokens after them
    if length == 0 or last - first < length:
        return None
    places = _index(tokens, length, first, last).places(x)
    return None if places is None else tokens.unfold(0, length, 1)[places + first + shift]


@dataclass(frozen=True)
class WindowIndex:
    """The windows (N, T) of a row of tokens, to be found by a number that is computed of each.

    `numbers` (N,) are sorted, and `order` (N,) says where their windows begin, the first of equal ones first.
    """

    windows: torch.Tensor
    numbers: torch.Tensor
    order: torch.Tensor

    def places(self, rows):
        """Where each row (B, T) begins first, (B,); None if one of them is nowhere."""
        wanted = (rows * _powers(rows.shape[1], BASE)).sum(-1)
        at = torch.searchsorted(self.numbers, wanted).clamp(max=len(self.numbers) - 1)
        places = self.order[at]
        return places if bool((self.windows[places] == rows).all()) else None


@lru_cache(maxsize=16)  # a loop asks for windows of one text at each of its steps
def _index(tokens, length, first, last):
    part = tokens[first:last]
    sums = F.pad((part * _powers(len(part), BASE)).cumsum(0), (1, 0))
    numbers = (sums[length:] - sums[:-length]) * (_powers(len(part) - length + 1, INVERSE) * BASE)
    order = numbers.argsort(stable=True)
    return WindowIndex(part.unfold(0, length, 1), numbers[order], order)


def _powers(count, base):
    """The first powers of a number modulo 2 ** 64, from the number itself on: (count,)."""
    return torch.full((count,), base).cumprod(0)


def part_of(name):
    """Which part of the data a name promises: "train", "val" or "whole"."""
    words = set(re.findall("[a-z]+", re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()))
    return "val" if words & VALIDATION else "train" if words & TRAINING else "whole"


def _is_never_split(student, source):
    """Whether a notebook keeps no part of its data apart: then there are only data to train on."""
    parts = set()  # names that tell of another part of the data, where they hold a text or tokens
    for tree in map(parse_or_empty, student.cells().values()):
        for part in ast.walk(tree):
            match part:
                case ast.Constant(str() as word) | ast.keyword(arg=str() as word) if _is_for_validation(word):
                    return False
                case ast.Name(id=word) | ast.arg(arg=word) if _is_for_validation(word):
                    parts.add(word)
                case ast.Subscript(slice=ast.Slice(lower=ast.expr(), upper=None, step=None), value=ast.Name(id=word)):
                    parts.add(word)
    known = sorted(parts - student.undefined(parts))
    return len(known) == len(parts) and not any(_forms(student, source, known))


def _is_for_validation(word):
    return len(word) < 40 and part_of(word.replace("eval", "")) == "val"


def _forms(student, source, names):
    """What tokens each of these globals holds: the form of a row or of a dict of rows, or None."""
    return student.define("forms_of_tokens", source).value([student.handle(name) for name in names], FEWEST)


def _assigned(text):
    """The names that the statements of a cell give a value to, outside of functions and classes."""
    waiting = list(parse_or_empty(text).body)
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            yield part.id
        if not isinstance(part, (ast.FunctionDef, ast.ClassDef, ast.Lambda)):
            waiting += ast.iter_child_nodes(part)


def _is_sequence(student, name):
    """Whether a global is a tensor of tokens in a row."""
    if not student.has(name):
        return False
    try:
        dimensions = student.handle(name).call("dim")
        return type(dimensions) is int and dimensions == 1
    except StudentFault:
        if student.fault is not None:
            raise
        return False
