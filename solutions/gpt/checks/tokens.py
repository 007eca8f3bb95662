"""The tokens that a training loop is given, and where a batch of them comes from."""

from dataclasses import dataclass

import torch

from autograder.checks import StudentFault

from .gradients import gradient

LENGTH = 2400
SHARE = 0.9  # of the tokens that are for training, as in the notebook
B, T = 4, 8


@dataclass(frozen=True)
class Tokens:
    """What stands behind the notebook's train_data and val_data, drawn from a vocabulary of `size` tokens."""

    train: torch.Tensor
    val: torch.Tensor
    size: int

    @property
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

    def values(self, student):
        """What stands behind the notebook's names of its tokens."""
        values = {"train_data": self.train, "val_data": self.val}
        return values | ({"data": self.whole} if _is_sequence(student, "data") else {})

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
        targets = self.following(forward.x)
        return None if targets is None else gradient(forward, targets)

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
    """The window that lies `shift` tokens after x, if all rows of x stand in `tokens`, else None."""
    length = x.shape[1]
    if not 0 < length <= len(tokens):
        return None
    view = tokens.unfold(0, length, 1)  # (N - T + 1, T)
    found = []
    for row in x:
        starts = (view[:, 0] == row[0]).nonzero().flatten()  # few, so that few windows are compared whole
        places = starts[(view[starts] == row).all(-1)] + shift
        places = places[(places >= 0) & (places < len(view))]
        if not len(places):
            return None
        found.append(view[places[0]])
    return torch.stack(found)


def _is_sequence(student, name):
    """Whether a global is a tensor of tokens in a row."""
    if not student.has(name):
        return False
    try:
        return student.handle(name).call("dim") == 1
    except StudentFault:
        if student.fault is not None:
            raise
        return False
