"""What a hidden check uses to call a student's running code and to judge the answers.

- `student`: the student's live notebook, as a check uses it
- `client`: sends requests to the probe in the kernel, within a check's time
- `handle`: an object in the kernel, called and read from here
- `replies`: the types of the replies that a check gets, and who is to blame for them
- `constructor_args`: chooses arguments for a constructor that differs from the lab's own
- `constructors`: asks what a constructor expects, and finds the arguments for it
- `evidence`: what the cells of a question printed, plotted and say
- `figures`: matplotlib figures as plain data
- `assertions`: assertions about answers
- `sent_sources`: what of the source that the grader sent came back in a text
- `equality`: finds where an answer first differs from the expected value
- `tolerance`: how far two right results may differ numerically
- `exceptions`: raised if student code gives no answer or cannot be judged
"""

__all__ = [
    "assertions",
    "client",
    "constructor_args",
    "constructors",
    "equality",
    "evidence",
    "exceptions",
    "figures",
    "handle",
    "replies",
    "sent_sources",
    "student",
    "tolerance",
]
