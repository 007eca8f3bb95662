"""What the public objects of the notebook compute, for telling automatic mutants that are equivalent from the others.

`autograder audit --mutants` runs `probes` in the globals of the reference and of each mutant that no check catches,
from the same seed, and compares what it returns. It knows nothing of the checks, and holds nothing that they expect.
"""

SIZES = (  # n_embd, n_head, n_layer, block_size, vocab_size, dropout
    (12, 3, 1, 7, 11, 0.0),
    (20, 2, 2, 5, 13, 0.3),
    (16, 4, 3, 9, 5, 0.6),
)
NAMES = ("n_embd", "n_head", "n_layer", "block_size", "vocab_size", "dropout")


def probes():
    """Everything that the answers compute, by name; an error stands as the name of its class."""
    found = {}

    def note(name, make):
        try:
            found[name] = make()
        except Exception as error:
            found[name] = f"{type(error).__name__}"

    note("encode", lambda: [encode(text[:500]), encode(""), encode("".join(chars))])
    note("decode", lambda: [decode(list(range(vocab_size))), decode([]), decode(tuple(encode(text[50:90])))])
    note("unknown character", lambda: encode(text[:3] + "\x00"))
    note("unknown index", lambda: decode([0, vocab_size]))
    before = {name: globals()[name] for name in NAMES}
    for at, sizes in enumerate(SIZES):
        globals().update(zip(NAMES, sizes, strict=True))
        for T in range(1, block_size + 1):
            x = torch.randn(3, T, n_embd)
            for size in (1, 6, n_embd):
                note(f"Head {at} {T} {size}", lambda: _module(Head(size), x))
            note(f"FeedForward {at} {T}", lambda: _module(FeedForward(n_embd), x))
            note(f"DecoderBlock {at} {T}", lambda: _module(DecoderBlock(n_embd, n_head), x))
            note(f"GPTLanguageModel {at} {T}", lambda: _model(GPTLanguageModel(), T))
        note(f"generate {at}", lambda: _texts(GPTLanguageModel()))
    globals().update(before)
    return found


def _module(module, x):
    """Outputs in both modes, gradients, buffers, and the input afterwards, in both precisions."""
    told = [str(module), module.state_dict()]
    for mode in (True, False):
        for kind in (torch.float32, torch.float64):
            module.train(mode).to(kind)
            given = x.to(kind).requires_grad_()
            output = module(given)
            weight = torch.randn_like(output)
            gradients = torch.autograd.grad((output * weight).sum(), [given, *module.parameters()], allow_unused=True)
            told += [output, given, *gradients]
    return told


def _model(model, T):
    """Logits and losses in both modes, on targets that lie otherwise in memory too, and the gradients."""
    told = [model.state_dict()]
    idx, targets = torch.randint(vocab_size, (3, T)), torch.randint(vocab_size, (T, 3)).T
    for mode in (True, False):
        model.train(mode)
        logits, loss = model(idx, targets)
        told += [*model(idx), logits, loss, *torch.autograd.grad(loss, list(model.parameters()), allow_unused=True)]
        told += [*model(idx[:1], targets[:1]), idx, targets]
    return told


def _texts(model):
    """Continuations of short and long contexts, of one row and of several, with what became of the context."""
    told = []
    for mode in (True, False):
        model.train(mode)
        for rows in (1, 4):
            for length in (1, block_size - 1, block_size, 2 * block_size + 1):
                idx = torch.randint(vocab_size, (rows, length))
                told += [model.generate(idx, count) for count in (0, 1, block_size + 2)] + [idx, model.training]
    return told
