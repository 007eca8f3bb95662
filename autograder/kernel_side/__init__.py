"""Code that runs inside the student's kernel, sent there as text; it knows nothing of labs, grading or results.

- `wire`: the format of questions and answers between grader and kernel
- `wire_arrays`: numpy arrays and pandas frames in that format
- `server`: the socket through which the probe is asked
- `probe`: constructs, calls and reads the notebook's objects
- `error_report`: what a reply says of an exception
- `seeding`: seeds every random generator
- `used_globals`: which globals a piece of code uses
- `hyperparameters`: finds and sets hyperparameters wherever a notebook keeps them
- `notebook_history`: answers about how a notebook's cells ran
- `cell_failures`: why statements of cells failed, and which are passed over
- `answer_names`: the values that names had when an answer had run
- `budget`: limits how many steps training takes
- `shims`: stand-ins for Colab, downloads and the GPU
- `stand_ins`: stand-ins for modules that are missing
- `console`: counts and discards what cells print
- `recorder`: what each cell printed and plotted
- `provided_files`: copies corpora into the working directory
- `snapshot`: the values of a notebook's globals, for comparison
- `random_answers`: random answers in place of the notebook's own
"""

__all__ = [
    "answer_names",
    "budget",
    "cell_failures",
    "console",
    "error_report",
    "hyperparameters",
    "notebook_history",
    "probe",
    "provided_files",
    "random_answers",
    "recorder",
    "seeding",
    "server",
    "shims",
    "snapshot",
    "stand_ins",
    "used_globals",
    "wire",
    "wire_arrays",
]
