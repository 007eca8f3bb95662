"""What answers earn that take no sizes but those of their own notebook."""

import pytest

from autograder.audit.subject_grading import AuditSetup, grade_subject
from autograder.audit.subjects import Subject, SubjectKind, with_sources
from autograder.lab import master
from autograder.lab.corpora import shelf_for

CLASSES = ("Head", "MultiHeadAttention", "FeedForward", "DecoderBlock", "GPTLanguageModel")
ASSERT = "        super().__init__()\n        assert n_embd in (32, 48, 384)\n"
WRONG = {
    'scores.masked_fill(self.tril[:T, :T] == 0, float("-inf"))': "scores",
    "nn.ReLU(),": "",
    "x = x + self.sa(self.ln1(x))": "x = self.sa(self.ln1(x))",
    "x = tok_emb + pos_emb": "x = tok_emb",
}
CAUGHT = {
    "d": "test_never_sees_the_future",
    "e": "test_is_not_linear",
    "g": "test_residual_path_is_untouched",
    "h": "test_logits",
}


@pytest.fixture
def lost(gpt, here):
    """The checks of d, e, g and h that do not pass where each class takes no n_embd but the notebook's, by question."""

    def grade(changes):
        notebook, sources = master.read(gpt.folder / gpt.notebook).reference(), {}
        for place, cell in enumerate(notebook["cells"]):
            text = cell["source"]
            if cell["cell_type"] == "code" and any(f"class {name}(" in text for name in CLASSES):
                text = text.replace("        super().__init__()\n", ASSERT)
                for right, wrong in changes.items():
                    text = text.replace(right, wrong)
                sources[place] = text
        notebook["cells"] = notebook["cells"][: max(sources) + 1]  # nothing is trained
        subject = Subject(SubjectKind.EMPTY, "own sizes", tuple(CAUGHT), with_sources(notebook, sources))
        record = grade_subject(subject, AuditSetup(gpt, shelf_for(gpt), here))
        assert not record.fault and len(sources) == len(CLASSES)
        return {id: {o.check: o for o in record.outcomes if o.question == id and not o.passed} for id in CAUGHT}

    return grade


def test_right_answers_may_take_no_sizes_but_their_own(lost) -> None:
    """A right head, network, block and model that assert the notebook's own width lose no points."""
    assert not any(lost({}).values())


def test_no_mistake_hides_behind_the_sizes_that_an_answer_takes(lost) -> None:
    """A missing mask, activation, residual or position is found in answers that take no width but their own."""
    found = lost(WRONG)
    for question, check in CAUGHT.items():
        assert found[question][check].verdict == "failed", question
