"""Question d: a head while it trains, and its dropout.

A right dropout is refused with a probability below 1e-6 a submission. Its pattern is judged on N copies of one token,
where the only weight is one: a row is dropped as a whole with the probability p of the dropout, which is the global's
or, where the student wrote a number, at least 0.02.
- Fewer than 9 of 4096 rows dropped have the probability P(Bin(4096, 0.02) < 9) < 1e-20.
- A share of dropped rows more than 0.07 from p has, by Hoeffding, at most 2 exp(-2 N 0.07**2) = 8e-18; two shares for
  one p that lie more than 0.1 apart at most 2 exp(-N 0.1**2) = 4e-18.
- Of N / 8 sequences of 9 tokens, 20 lose all weights of a position at once, at a p of up to 0.5, with
  P(Bin(512, 0.5**9) >= 20) < 1e-15.
- The mean over the copies is the output of evaluation. By Bernstein, with dropout of 0.2 in three places at once, one
  copy's share of it has variance 1.25**3 - 1 = 0.95 and lies below 2, so that a mean 0.11 off, which is less than 0.7
  times any share that Hoeffding leaves, has at most 2 exp(-N 0.11**2 / (2 (0.95 + 2 * 0.11 / 3))) = 7e-11.
"""

import pytest
import torch

from autograder.checks import Undecided, assert_true, is_close, is_unchanged, points

from . import heads
from .sizes import T_MAX, C

HEAD_SIZE = 24  # so many that a dropout of single channels never drops them all
COPIES = 4096
ROWS = 9  # of them must be dropped as a whole
SILENT = 20  # of an eighth as many sequences may lose all their weights at once
RATES = (0.2, 0.6)  # of the global: neither is the other's square or complement, nor is one reached by dropping twice


@pytest.fixture
def make(student, standin, sizes, own_sizes):
    """Makes heads in evaluation mode with random weights of the grader's."""
    with heads.maker(student, standin, sizes, own_sizes) as make:
        yield lambda: heads.random(*make(HEAD_SIZE))


@points(
    0.05,
    hint="El dropout no actúa al evaluar: nn.Dropout lo hace solo, F.dropout necesita self.training.",
    requires="test_attends",
)
def test_dropout_rests_in_evaluation(student, make):
    """En modo de evaluación el dropout no actúa nunca, tampoco después de entrenar."""
    head, x = make(), torch.randn(8, T_MAX, C)  # (B, T, C)
    before = head(x)
    head.handle.train().eval()
    for number in (1, 2, 3):
        assert_true(
            is_unchanged(_again(student, head, x, number), before), "En modo eval la salida cambia de una vez a otra."
        )


@points(
    0.05,
    hint="El dropout se aplica a los pesos de atención, después del softmax, y solo al entrenar.",
    requires="test_attends",
)
def test_dropout_acts_on_the_weights(student, make, dropout_required):
    """En modo de entrenamiento el dropout, si lo hay, pone en cero pesos enteros, y en promedio no cambia la salida."""
    found = [_share(student, make, rate) for rate in RATES]
    if None in found:
        assert_true(not dropout_required, "Head no tiene dropout, y el enunciado lo pide.")
        return
    if all(abs(share - rate) < 0.07 for share, rate in zip(found, RATES, strict=True)):
        return
    shares = " y ".join(f"{share:.2f}" for share in found)
    message = f"Con dropout {RATES[0]} y {RATES[1]}, la fracción de pesos en cero es {shares}."
    assert_true(abs(found[0] - found[1]) < 0.1, message)
    if found[0] > 0.7:  # a number of the student's own, which hardly anybody would choose
        raise Undecided(message)


def _share(student, make, rate):
    """The share of weights that are dropped at a rate of the global; None where there is no dropout at all."""
    with student.globals(dropout=rate):
        head, token = make(), torch.randn(1, 1, C)  # (B, T, C)
        T = head.length(1)  # the weight at the first position is one, also where others follow
    several = torch.randn(8, T_MAX, C)
    quiet = is_unchanged(head(several), _again(student, head, several, 1))
    assert_true(quiet, "En modo eval la salida cambia de una vez a otra: no hay con qué comparar la de entrenar.")
    value = head(token.expand(1, T, C))[0, 0].double()  # (hs,): un solo token, peso uno
    assert_true(bool(value.abs().max() > 1e-6), "Con un solo token, la salida debe ser su valor, y es cero.")
    head.handle.train()
    if is_unchanged(head(several), _again(student, head, several, 1)):
        idle = [path for path, kinds in head.handle.modules() if "Dropout" in kinds and _rate(head, path)]
        assert_true(not idle, "Head tiene una capa de dropout que no actúa al entrenar.")
        return None
    gradient = head.handle.gradients(several, weight=torch.randn(8, T_MAX, head.size)).inputs[0]
    assert_true(gradient is not None, "Al entrenar, ningún gradiente llega a la entrada.")
    rows = head(token.expand(COPIES, T, C))[:, 0].double()  # (N, hs)
    dropped = int((rows.abs().amax(-1) <= 1e-9 * value.abs().max()).sum())
    assert_true(dropped >= ROWS, "Al entrenar, el dropout nunca pone en cero un peso de atención.")
    sequences = head(several[:1].expand(COPIES // 8, T_MAX, C))[:, -1]  # (N / 8, hs)
    silent = int((sequences.abs().amax(-1) == 0).sum())
    assert_true(rate == RATES[-1] or silent < SILENT, "Al entrenar, el dropout apaga todos los pesos de una posición.")
    mean, share = float(rows.mean(0) @ value / value.square().sum()), dropped / COPIES
    off = rate == RATES[0] and abs(mean - 1) >= max(0.7 * share, 0.06)
    assert_true(not off, f"Al entrenar, la salida es en promedio {mean:.2f} veces la de evaluación.")
    return share


@points(0.05, hint="La atención es la misma al entrenar y al evaluar, salvo el dropout.", requires="test_attends")
def test_trains_as_it_evaluates(student, sizes, make):
    """Al entrenar la atención es la misma que al evaluar, con su máscara, salvo el dropout."""
    with student.globals(dropout=0.0):
        head = make()
    x = torch.randn(2, T_MAX, C)  # (B, T, C)
    before = head(x)
    changed = torch.cat([x[:, :3], torch.randn(2, T_MAX - 3, C)], dim=1)
    head.handle.train()
    first, second = head(x), _again(student, head, x, 1)
    unmoved = is_close(head(changed)[:, :3], first[:, :3], heads.terms_of(head.size, T_MAX))  # the dice fall alike
    assert_true(unmoved, "Al entrenar, una salida depende de tokens posteriores.")
    if is_unchanged(first, second):  # else a dropout of the student's own acts, and only chance could tell
        alike = is_close(first, before, heads.terms_of(head.size, T_MAX))
        assert_true(alike, "Sin dropout, la salida al entrenar no es la de evaluar.")


def _again(student, head, x, number):
    """The output where the student's dice fall otherwise."""
    with student.seeded(number):
        return head(x)


def _rate(head, path):
    rate = head.handle.get(f"{path}.p")
    return rate if isinstance(rate, float | int) else 0.0
