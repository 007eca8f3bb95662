"""What a reply to the grader says of an exception in the student's process."""

import traceback

# the file names under which the grader's own code is compiled beside the student's: the name of its module, or this one
OWN_CODE = (__name__.rpartition(".")[0], "<standin>")


def error_description(error: BaseException) -> dict[str, str]:
    """Return an exception's type, message and last line of code for a reply, each cut short; never raises.

    Lines of the grader's own code are left out: they mean nothing to the student.
    """
    try:
        message = str(error)[:1000]
    except BaseException:
        message = ""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame for frame in frames if not frame.filename.startswith(OWN_CODE)][-1:]
    where = f"{lines[0].name}:{lines[0].lineno} {lines[0].line or ''}" if lines else ""
    return {"type": type(error).__name__[:200], "message": message, "where": where[:300]}
