"""Question e: the position-wise feed-forward network."""

import pytest
import torch
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from autograder.checks import (
    StudentFault,
    Undecided,
    WrongAnswer,
    assert_close,
    assert_tensor,
    assert_true,
    is_close,
    is_unchanged,
    points,
)

from . import found_network, own_sizes
from .network import HIDDEN, TERMS, clear, exact, matrices, readings
from .network_doubt import assert_formula, assert_position_wise, refuse_unreadable
from .sizes import SIZES, C

RATES = (0.25, 0.6)  # of dropout: neither is the other's complement, nor is one reached by dropping twice
MATTERS = 1e-4  # of the output: what moves it by less does not matter
OTHER = C + 3  # what the globals call n_embd while the argument is C


@pytest.fixture
def own_width(student):
    """The notebook's own n_embd."""
    return student.get("n_embd") if student.has("n_embd") else None


@pytest.fixture
def made(student, standin, shaken):
    """Makes a network with random weights of the grader's, under the globals in force."""

    def make(argument_alone=False):
        network = found_network.new(student, standin, argument_alone)
        try:
            shaken(network)
        except StudentFault:  # lazy layers have no weights before they have seen an input
            if student.fault is not None:
                raise
            network.value(torch.randn(1, 1, C))
            shaken(network)
        return network

    return make


@pytest.fixture
def network(student, sizes, own_width, made):
    """A network in evaluation mode, in float64 where its code allows."""
    with student.globals(**sizes):
        network = made().eval().double(torch.randn(1, 1, C))
        _assert_written(network)
        yield network


def _assert_written(network):
    """Raise StudentFault where a network has no weights and gives its input back: nothing is written yet."""
    if not network.loaded:
        x = torch.randn(2, 3, C)
        out = network.value(x)
        if isinstance(out, torch.Tensor) and out.shape == x.shape and bool((out.float() == x).all()):
            raise StudentFault("FeedForward devuelve su entrada y no tiene pesos: falta escribirla.", absent=True)


@points(0.0, hint="La primera capa mezcla los canales de cada posición, y la segunda mezcla lo que resulta.")
def test_is_a_network(student, network, sizes, made):
    """Hay capas, una detrás de otra: algún peso llega a varios canales de la salida."""
    x = torch.randn(8, 9, C)  # (B, T, C)
    before = _anew(network, x)
    changed = torch.cat([-x[..., :1], x[..., 1:]], dim=-1)
    assert_true(_channels(_anew(network, changed), before) > 1, "La salida en un canal no depende de los demás.")
    if network.loaded:
        inner = any(_moves_several(network, x, before, name) for name in network.loaded)
        assert_true(inner, "Cada peso llega a lo más a un canal de la salida: no hay dos capas, una detrás de otra.")
        return
    with student.globals(**sizes), student.seeded(student.seed + 1):
        drawn = not is_unchanged(_out(made().eval(), x), before, terms=TERMS)
    assert_true(drawn, "La salida no depende de ningún peso.")


def _anew(network, x):
    """What the network gives after another call, which one that remembers its last output needs."""
    _out(network, x[:1])
    return _out(network, x)


def _moves_several(network, x, before, name):
    """Whether one of a parameter's numbers, the first or the last, moves several channels of the output."""
    value = network.loaded[name]
    for place in (0, -1):
        moved = value.clone()
        moved.view(-1)[place] += 3
        network.load({name: moved})
        after = _anew(network, x)
        network.load({name: value})
        if _channels(after, before) > 1:
            return True
    return False


def _channels(after, before):
    """How many channels of an output are other ones than before."""
    moved = (after - before).abs().flatten(0, 1).amax(0)  # (C,)
    return int((moved > MATTERS * before.abs().max()).sum())


@points(0.1, hint="FeedForward lleva (B, T, n_embd) a (B, T, n_embd).", requires="test_is_a_network")
@given(B=integers(1, 4), T=integers(1, 9))
def test_shape(network, B, T):
    """La salida tiene la forma de la entrada, (B, T, n_embd)."""
    _out(network, torch.randn(B, T, C))


def _out(network, x):
    return assert_tensor(network(x), tuple(x.shape), "FeedForward(x)")


@points(
    0.1, hint="La capa interna tiene ancho 4 * n_embd, y la segunda capa vuelve a n_embd.", requires="test_is_a_network"
)
def test_hidden_width(student, sizes, made, own_width, network, lab):
    """Hay dos capas lineales, y la interna es cuatro veces más ancha."""
    assert_true(bool(network.loaded), "FeedForward no tiene parámetros entrenables.")
    _out(network, torch.randn(2, 3, C))
    if any(True for _ in readings(network.loaded)):
        _assert_own_width(student, sizes, made)
        return
    refuse_unreadable(network, lab.options["activations"])
    found = [tuple(value.shape) for value in matrices(network.loaded)]
    if isinstance(own_width, int) and all(sorted(shape) == sorted((C, 4 * own_width)) for shape in found):
        raise Undecided(f"El ancho interno, {4 * own_width}, sale de una variable global y no del argumento.")
    shapes = ", ".join(map(str, found)) or "ninguna"
    message = f"Se esperan dos capas lineales, de {C} a {HIDDEN} y de vuelta; las matrices son {shapes}."
    raise WrongAnswer("expect.custom", message=message)


def _assert_own_width(student, sizes, made):
    """Expect the widths to be the argument's, where there is one, whatever the global of its name is."""
    with student.globals(**sizes):
        kind = next((name for name in ("FeedForward", "DecoderBlock") if student.has(name)), None)
        if kind is not None and student.asked(kind) <= sizes.keys() - {"n_embd"}:
            return  # no argument says the width
        fits = next((fits for other in _others(student) if (fits := _fits(student, made, other)) is not None), None)
    if fits is None:
        raise Undecided("FeedForward no se construye con otra variable global n_embd: no se ve qué ancho usa.")
    message = f"FeedForward({C}) no usa su argumento: con la variable global n_embd en {OTHER} no tiene ancho {C}."
    assert_true(fits, message)


def _others(student):
    """What the global n_embd may be besides the argument: any number, or one of the notebook's own."""
    yield OTHER
    if own_sizes.has_conditions(student, "FeedForward"):
        yield from {tried["n_embd"] for tried in own_sizes.own(student, SIZES)} - {C}


def _fits(student, made, other):
    """Whether the widths are the argument's while the global is another number; None where that one is refused."""
    student.run(" = ".join([*student.lab.spellings("n_embd"), str(other)]))
    try:
        network = made(argument_alone=True)
        return any(True for _ in readings(network.loaded)) and network.value(torch.randn(1, 1, C)) is not None
    except StudentFault as fault:
        if student.fault is not None:
            raise
        refused = own_sizes.refuses(fault) and own_sizes.has_conditions(student, "FeedForward")
        return None if refused else False


@points(0.1, hint="Entre las dos capas lineales va una función de activación.", requires="test_is_a_network")
def test_is_not_linear(network):
    """La red no es lineal: no cumple f(x + y) + f(0) = f(x) + f(y)."""
    x, y = 3 * torch.randn(2, 4, 5, C)
    together, nothing, one, two = (_out(network, v) for v in (x + y, torch.zeros_like(x), x, y))
    linear = is_close(together + nothing, one + two, terms=TERMS)
    assert_true(not linear, "La red se comporta como una función lineal: falta la activación, o no actúa.")


@points(
    0.1,
    hint="Cada posición se procesa sola: nada debe mezclar el tiempo ni los ejemplos del lote.",
    requires="test_is_a_network",
)
@given(shape=sampled_from([(4, 6), (1, 24), (24, 1), (3, 8)]))
def test_is_position_wise(network, shape):
    """Cada posición se trata sin mirar las demás, ni en el tiempo ni en el lote, esté donde esté."""
    assert_position_wise(network, shape)


@points(0.15, hint="La fórmula es max(0, x W1 + b1) W2 + b2: activación después de la primera capa y nada al final.")
@given(scale=sampled_from([0.3, 3.0, 30.0]))
def test_is_the_formula(network, lab, scale):
    """La salida es exactamente la de la fórmula, calculada con tus propios pesos."""
    x = scale * torch.randn(3, 5, C)  # (B, T, C)
    assert_formula(network, _out(network, x), x, lab.options["activations"])


@points(0.1, hint="Nada debe cortar el gradiente: ni detach, ni no_grad, ni .data, ni numpy.")
def test_gradients(network, lab):
    """El gradiente llega a la entrada y a cada parámetro, y es el de la fórmula."""
    assert_true(bool(network.loaded), "FeedForward no tiene parámetros entrenables.")
    x = clear((3, 5), exact(network.loaded))  # (B, T, C)
    weight = torch.randn(3, 5, C)
    found = network.gradients(x, weight=weight)
    assert_true(found.inputs[0] is not None, "Ningún gradiente llega a la entrada.")
    x.requires_grad_()
    out = assert_tensor(found.output, (3, 5, C), "FeedForward(x)")
    expected, leaves = assert_formula(network, out, x, lab.options["activations"])
    wanted = torch.autograd.grad((expected * weight).sum(), [x, *leaves.values()], allow_unused=True)
    assert_close(found.inputs[0], wanted[0], "El gradiente de FeedForward(x) respecto de x", TERMS)
    for name, gradient in zip(leaves, wanted[1:], strict=True):
        if gradient is not None:  # else the formula makes no use of it
            assert_true(found.parameters[name] is not None, f"Ningún gradiente llega a {name}.")
            what = f"El gradiente de FeedForward(x) respecto de {name}"
            assert_close(found.parameters[name], gradient, what, 3 * 5 + TERMS)


@points(
    0.05,
    hint="forward solo calcula: no cambia su entrada ni recuerda nada de una llamada a la siguiente.",
    requires="test_is_a_network",
)
def test_leaves_no_trace(student, network, standin):
    """Llamar a la red no cambia su entrada, y la misma entrada da siempre la misma salida."""
    x, y = torch.randn(2, 2, 3, C).to(network.dtype)
    called = student.define("called", standin("calls"))
    answer = called.value(network, [x, y, x])
    outs, inputs = answer if isinstance(answer, tuple) and len(answer) == 2 else ([], [])
    assert_true(len(outs) == len(inputs) == 3, "FeedForward(x) no devuelve un tensor.")
    first, _, again = (assert_tensor(out, (2, 3, C), "FeedForward(x)") for out in outs)
    kept = all(torch.equal(before, after) for before, after in zip((x, y, x), inputs, strict=True))
    assert_true(kept, "forward cambia el tensor que recibe.")
    assert_true(is_unchanged(again, first, terms=TERMS), "La misma entrada da otra salida al llamar otra vez.")


@points(
    0.05,
    hint="El dropout va al final y solo actúa al entrenar: F.dropout necesita self.training.",
    requires="test_is_a_network",
)
def test_dropout(student, sizes, made, lab, dropout_required):
    """El dropout, si lo hay, actúa al final, en modo de entrenamiento y nunca en modo de evaluación."""
    x = torch.randn(8, 9, C)  # (B, T, C)
    shares = [_share(student, sizes, made, lab, x, rate) for rate in RATES]
    if None in shares:
        assert_true(not dropout_required, "FeedForward no tiene dropout al final, y el enunciado lo pide.")
    else:
        _assert_rates(shares)
    with student.globals(**sizes | {"dropout": 0.0}):
        network = made()
        _set_dropout(network, 0.0)
        trained = _outs(student, network.train(), x)
        evaluated, _ = _outs(student, network.eval(), x)
    if is_unchanged(*trained, terms=TERMS):  # else its dropout has a rate of its own
        alike = is_unchanged(trained[0], evaluated, terms=TERMS)
        assert_true(alike, "Sin dropout, la salida en modo de entrenamiento no es la del modo de evaluación.")


def _assert_rates(shares):
    """Assert that the shares of the output that are dropped are the rates, or one rate of the student's own."""
    found = " y ".join(f"{share:.0%}" for share in shares)
    message = f"Con dropout {RATES[0]} y {RATES[1]}, la parte de la salida que se apaga es {found}."
    if any(abs(share - rate) > 0.07 for share, rate in zip(shares, RATES, strict=True)):
        assert_true(abs(shares[0] - shares[1]) < 0.1, message)  # else a number of the student's own
        if shares[0] > 0.7:  # which hardly anybody would choose
            raise Undecided(message)


def _share(student, sizes, made, lab, x, rate):
    """The share of the output that is dropped at a rate of the globals; None where there is no dropout at the end.

    Of 1,872 numbers, a right dropout drops a share more than 0.07 from p with a probability of at most 3e-8, two
    shares more than 0.1 apart for one p with 2e-8, and whole positions or channels alone, at p from 0.01 up, with 1e-8.
    """
    with student.globals(**sizes | {"dropout": rate}):
        network = made()
        _assert_written(network.eval())
        quiet = _outs(student, network.eval(), x)
        assert_true(is_unchanged(*quiet, terms=TERMS), "En modo eval la salida cambia de una vez a otra.")
        noisy = _outs(student, network.train(), x)
        network.gradients(x, weight=torch.randn(8, 9, C))  # what dropout does in place may break it
        silent = is_unchanged(*noisy, terms=TERMS)
        if silent and _set_dropout(network, 0.5):  # its own rate may be zero
            unused = is_unchanged(*_outs(student, network, x), terms=TERMS)
            assert_true(not unused, "FeedForward tiene una capa de dropout que no se usa al entrenar.")
            return 0.0
        dropped, alive = noisy[0] == 0, quiet[0] != 0
        if silent or not bool((dropped & alive).any()):
            assert_formula(network, quiet[0], x, lab.options["activations"])
            return None
    whole = any(bool((dropped.all(axis) | ~dropped.any(axis)).all()) for axis in range(3))
    assert_true(not whole, "El dropout apaga posiciones o canales enteros y no números sueltos.")
    return float(dropped[alive].double().mean())


def _set_dropout(network, rate):
    """Give every dropout layer a rate; returns the layers' paths."""
    found = [path for path, kinds in network.modules() if "_DropoutNd" in kinds]
    for path in found:
        network.set(f"{path}.p", rate)
    return found


def _outs(student, network, x):
    outs = []
    for shift in (1, 2):
        with student.seeded(student.seed + shift):
            outs.append(_out(network, x))
    return outs
