"""Reads and edits Python source that students wrote.

- `parsing`: parses text that may not be valid Python
- `edits`: replaces parts of a text at the nodes of its tree
- `ipython`: turns IPython cells into plain Python
- `constants`: computes constant expressions
- `training_loops`: recognises loops that train
- `training`: finds the statements of a notebook that train, and the classes they use
- `name_flow`: which names the statements of a notebook set and use
- `replay`: selects the statements to run again before a training statement
"""

__all__ = [
    "constants",
    "edits",
    "ipython",
    "name_flow",
    "parsing",
    "replay",
    "training",
    "training_loops",
]
