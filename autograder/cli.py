"""The `autograder` command with all its sub-commands."""

import os

import typer

from autograder import tempdirs
from autograder.commands import (
    audit,
    bundle,
    corpus,
    doctor,
    export,
    grade,
    gradebook,
    release,
    reprice,
    samples,
    schema,
    similarity,
    summary,
    unexplained,
)
from autograder.commands.terminal import language
from autograder.messages import Catalogue, catalogue

COMMANDS = (
    grade,
    release,
    audit,
    samples,
    schema,
    doctor,
    corpus,
    gradebook,
    reprice,
    export,
    summary,
    unexplained,
    similarity,
    bundle,
)


def build(say: Catalogue) -> typer.Typer:
    """The command with all its sub-commands, its help in one language."""
    app = typer.Typer(help=say("cli.help"), no_args_is_help=True, add_completion=False, rich_markup_mode=None)
    for command in COMMANDS:
        command.add(app, say)
    return app


def main() -> None:
    """Run the command; being asked to end is no reason to leave processes and folders behind."""
    tempdirs.exit_on_sigterm()
    build(catalogue(language(os.environ)))(prog_name="autograder")


if __name__ == "__main__":
    main()
