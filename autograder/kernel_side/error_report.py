"""What a reply to the grader says of an exception in the student's process."""

import traceback


def error_description(error: BaseException) -> dict[str, str]:
    """Return an exception's type, message and last line of code for a reply, each cut short; never raises."""
    try:
        message = str(error)[:1000]
    except BaseException:
        message = ""
    lines = traceback.extract_tb(error.__traceback__)[-1:]
    where = f"{lines[0].name}:{lines[0].lineno} {lines[0].line or ''}" if lines else ""
    return {"type": type(error).__name__[:200], "message": message, "where": where[:300]}
