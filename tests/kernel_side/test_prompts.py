"""Laws of what a notebook asks its user: it is answered with the default of the question, or with yes."""

import pytest

from autograder.kernel_side.prompts import Answer, Prompts, default_answer


@pytest.mark.parametrize(
    ("prompt", "answer"),
    [
        ("¿Entrenar ahora? (s/n) ", "s"),
        ("¿Entrenar? [S/n]: ", "S"),
        ("Load a checkpoint? [y/N] ", "N"),
        ("¿Continuar (si/no)?", "si"),
        ("Presiona Enter para continuar...", ""),
        ("¿Cuántos pasos? [1000] ", "1000"),
        ("Batch size (default: 64): ", "64"),
        ("1) entrenar 2) cargar: ", "1"),
        ("Nombre del archivo: ", "a.txt"),
        ("¿Quieres entrenar el modelo? ", "s"),
        ("Do you want to train? ", "y"),
    ],
)
def test_the_default_of_a_prompt_is_its_answer(prompt, answer):
    """The default that a prompt names is the answer, else its yes, in the language of the prompt."""
    assert default_answer(prompt, "a.txt") == answer


def test_a_yes_is_every_yes_and_a_number():
    """However a notebook compares a yes, it holds; and `int` of an answer is a number."""
    assert Answer("S") == "s" and Answer("s").lower().strip() == "si" and Answer("s") != "n" and Answer("s") in ("y",)
    assert (int(Answer("s")), int(Answer("12")), float(Answer("3"))) == (1, 12, 3.0)


def test_a_cell_that_asks_for_ever_ends():
    """A loop that asks until it is told to leave is told so, and any other has no more input."""
    prompts = Prompts("a.txt")
    assert any(prompts.answer("> ") == "salir" for _ in range(30))
    with pytest.raises(EOFError):
        for _ in range(100):
            prompts.answer("> ")
