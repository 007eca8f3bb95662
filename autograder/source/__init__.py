"""Reading Python source.

- `parsing`: syntax trees
- `edits`: replacing parts of a text
- `ipython`: magics and shell lines
- `constants`: numbers in source
- `training_loops`: finding training loops
- `training`: what a notebook trains
- `replay`: running a loop again
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
