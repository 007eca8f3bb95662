"""Code that runs inside the student's kernel, sent there as text; it knows nothing of labs, grading or results.

- `wire`: the format of questions and answers between grader and kernel
- `wire_arrays`: numpy arrays and pandas frames in that format
- `server`: the socket through which the probe is asked
- `probe`: constructs, calls and reads the notebook's objects
- `error_report`: what a reply says of an exception
- `seeding`: seeds every random generator
- `used_globals`: which globals a piece of code uses
- `hyperparameters`: finds and sets hyperparameters wherever a notebook keeps them
- `constructor_signature`: what a constructor asks for, and the settings that it may be given
- `notebook_history`: answers about how a notebook's cells ran
- `cell_failures`: why statements of cells failed, and which are passed over
- `answer_names`: the values that names had when an answer had run
- `budget`: limits how many steps training takes
- `own_modules`: imports modules handed in beside the notebook into its names
- `stand_ins`: stand-ins for modules that are missing
- `shims`: installs every stand-in below
- `console`: counts and discards what cells print
- `recorder`: what each cell printed and plotted
- `provided_files`: copies corpora into the working directory
- `snapshot`: the values of a notebook's globals, for comparison
- `random_answers`: random answers in place of the notebook's own
- `empty_answers`: answers in their place that compute nothing
- `text_files`: which provided text stands for a file that is not there
- `file_access`: lets calls that open and look for files find those texts
- `file_searches`: the same for glob, pathlib and torch.save
- `downloads`: answers downloads from the provided texts
- `download_clients`: stand-ins for requests, gdown, datasets and their like
- `platform_modules`: google.colab, otter and packages that download
- `gpu`: answers what is asked of a GPU that is not here
- `command_line`: takes shell command lines apart
- `commands`: carries out shell commands that fetch, copy and list files
- `subprocesses`: the same for programs that Python code starts
- `prompts`: answers what a notebook asks its user
- `shell_magics`: lets IPython take every magic
"""

__all__ = [
    "answer_names",
    "budget",
    "cell_failures",
    "command_line",
    "commands",
    "console",
    "constructor_signature",
    "download_clients",
    "downloads",
    "empty_answers",
    "error_report",
    "file_access",
    "file_searches",
    "gpu",
    "hyperparameters",
    "notebook_history",
    "own_modules",
    "platform_modules",
    "probe",
    "prompts",
    "provided_files",
    "random_answers",
    "recorder",
    "seeding",
    "server",
    "shell_magics",
    "shims",
    "snapshot",
    "stand_ins",
    "subprocesses",
    "text_files",
    "used_globals",
    "wire",
    "wire_arrays",
]
