"""How a hidden check asks a live submission.

- `student`: the student's notebook, as a check asks it
- `client`: asks the probe in the kernel, within a check's time
- `handle`: an object in the kernel, called and read from here
- `constructor_args`: fits arguments to a constructor that names them otherwise
- `evidence`: what the cells of a question printed, plotted and say
- `figures`: a plot as plain data
- `assertions`: what a check expects of an answer
- `equality`: where an answer first differs from what is expected
- `tolerance`: how far two right results may lie apart
- `exceptions`: the ways in which student code fails to answer
"""

__all__ = [
    "assertions",
    "client",
    "constructor_args",
    "equality",
    "evidence",
    "exceptions",
    "figures",
    "handle",
    "student",
    "tolerance",
]
