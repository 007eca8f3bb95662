"""The tokens that a training loop is given, and where a batch of them comes from."""

from dataclasses import dataclass

import torch

LENGTH = 2400
SHARE = 0.9  # of the tokens that are for training, as in the notebook


@dataclass(frozen=True)
class Tokens:
    """What stands behind the notebook's train_data and val_data."""

    train: torch.Tensor
    val: torch.Tensor

    @property
    def whole(self):
        """All tokens, in the order of the text."""
        return torch.cat([self.train, self.val])

    def following(self, x, shift=1):
        """What follows each token of a batch in the text, or lies elsewhere by another `shift`; None if unknown."""
        return next(
            (y for text in (self.train, self.val, self.whole) if (y := windows(text, x, shift)) is not None), None
        )


def random_tokens(vocab_size):
    """Tokens drawn by the grader; training and validation share no window."""
    return split(torch.randint(vocab_size, (LENGTH,)))


def real_tokens(shelf, lab, vocab_size):
    """Tokens of the lab's text whose vocabulary has this size, or of its first one."""
    corpora = [shelf.profile(name) for name in dict.fromkeys(lab.corpora.values())]
    corpus = next((c for c in corpora if c.vocab_size == vocab_size), corpora[0])
    return split(torch.tensor(corpus.encode(shelf.text(corpus.name)[:100_000])) % vocab_size)


def split(tokens):
    """The first part for training, the rest for validation."""
    cut = int(SHARE * len(tokens))
    return Tokens(tokens[:cut], tokens[cut:])


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


def origin(tokens, x):
    """Where a batch comes from: "train", "val", "both", or None where it stands in neither."""
    if windows(tokens.train, x) is not None:
        return "train"
    if windows(tokens.val, x) is not None:
        return "val"
    return "both" if windows(tokens.whole, x) is not None else None
