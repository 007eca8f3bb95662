"""Reads and edits Python source that students wrote.

- `parsing`: parses text that may not be valid Python
- `edits`: replaces parts of a text at the nodes of its tree
- `prose`: tells sentences in a code cell from code, and finds the texts that a cell shows
- `ipython`: turns IPython cells into plain Python
- `constants`: computes constant expressions
- `training_loops`: recognises loops that train
- `newer_python`: recognises syntax of newer Pythons, and writes it as this one reads it
- `code_size`: counts tokens, before anything parses them
- `definitions`: the classes and functions that a cell defines
- `models`: finds a notebook's models and the calls that ask one
- `scaling_effects`: follows what scaled numbers and loops change
- `training`: finds the statements of a notebook that train, and the classes they use
- `name_flow`: which names the statements of a notebook set and use
- `replay`: selects the statements to run again before a training statement
- `written_files`: finds the names of the files that code writes
"""

__all__ = [
    "code_size",
    "constants",
    "definitions",
    "edits",
    "ipython",
    "models",
    "name_flow",
    "newer_python",
    "parsing",
    "prose",
    "replay",
    "scaling_effects",
    "training",
    "training_loops",
    "written_files",
]
