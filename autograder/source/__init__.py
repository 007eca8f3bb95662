"""Reads and edits Python source that students wrote.

- `parsing`: syntax trees of text that may be no Python
- `edits`: replaces parts of a text at the nodes of its tree
- `ipython`: turns IPython cells into plain Python
- `constants`: computes constant expressions
- `training_loops`: recognises loops that train
- `training`: the statements of a notebook that train, and what
- `replay`: what to run again before a training statement
"""

__all__ = [
    "constants",
    "edits",
    "ipython",
    "parsing",
    "replay",
    "training",
    "training_loops",
]
