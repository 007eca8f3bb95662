"""Files that are written whole or not at all."""

from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file in the place of one that may be there, and make the folders on the way; raises OSError.

    Whoever reads meanwhile, and whatever ends this process, finds the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(content)
    draft.replace(path)


def utf8(text: str) -> bytes:
    """A text as UTF-8; half an emoji of a student's, which no file can hold, must not cost the file."""
    return text.encode("utf-8", errors="replace")
