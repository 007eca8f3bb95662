"""Laws of stand-ins for absent modules: a cell that uses one goes on."""

from autograder.kernel_side.stand_ins import StandIn


def test_nothing_fails():
    """Attributes, calls, blocks, loops, arithmetic, formatting and base classes all work, and give nothing."""
    module = StandIn("absent")
    with module.a.b(1, x=2) as made:
        made["x"] = made.y[0] + 1 - 2 * made
        assert list(made) == [] and not made > 3 and float(made) == 0.0 and f"{made:.2f}" == "b"

    class Own(module.Base):
        pass

    assert Own.__mro__ == (Own, object)


def test_a_progress_bar_yields_what_it_is_given():
    """What only shows something hands on the items of a loop and the function that it decorates."""
    bar = StandIn("tqdm", True)
    assert (
        list(bar([1, 2])) == [1, 2] and list(bar.auto.trange(3)) == [0, 1, 2] and list(bar(iterable=["ab"])) == ["ab"]
    )
    assert bar.profile(len.__class__) is len.__class__
    with bar.tqdm(range(3)) as shown:
        shown.set_postfix(loss=1)
        assert list(shown) == [0, 1, 2] and len(shown) == 3


def test_a_logging_package_hands_back_the_settings_of_the_run():
    """What a run was given as its configuration is read again by attribute and by item, from the module or the run."""
    module = StandIn("wandb", True)
    with module.init(project="gpt", config={"lr": 0.5}) as run:
        module.config.update({"steps": 3})
        run.config.rows = 4
    assert (module.config.lr, run.config["steps"], dict(module.config)["rows"]) == (0.5, 3, 4)
    assert isinstance(module.config.unknown, StandIn) and isinstance(StandIn("absent").config, StandIn)
