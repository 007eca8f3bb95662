"""What a file is, by its name and its first bytes."""

import re

from autograder.errors import SubmissionError

# browsers, mail and people add to the ending when they save: "lab.ipynb (1)", "lab.ipynb.txt", "lab.ipynb_"
NOTEBOOK = re.compile(
    r"\.ipynb(?:\s*\(\d{1,3}\)|[_~]|\.(?:txt|json|part|partial|crdownload|download|opdownload|tmp|bak|old|orig|\d{1,2}))*$",
    re.IGNORECASE,
)
UNFINISHED = ("part", "partial", "crdownload", "download", "opdownload", "tmp")
PLACEHOLDER = re.compile(r"^\.(?P<name>.+)\.icloud$", re.IGNORECASE)  # what iCloud leaves of a file that it took away
PLAIN = re.compile(
    r"(?:^|/)[^.]+$|\.ipynb|\.(?:json|txt|dat|bin|file|unknown|part|partial|crdownload|download|opdownload|tmp)$"
    r"|\.(?:ipyn|ipnyb|pynb|ipnb|iynb|ipyb|ipybn|ypinb|ipynd|ipynv|ipynp|jpynb|nb|jupyter|notebook|colab)$"
    r"|\.\d+$|\s\(\d+\)$",
    re.IGNORECASE,
)
NOTEBOOK_START = re.compile(rb'^\s*\{.*"(?:cells|nbformat|nbformat_minor|worksheets)"\s*:', re.DOTALL)
TELLING = ("submission_metadata.yml", "timestamp.txt")  # what course sites write about submissions
USABLE = (".txt", ".csv", ".json", ".yaml", ".yml", ".toml", ".cfg", ".ini")  # beside notebooks and scripts
JUNK = frozenset(
    {"__macosx", "__pycache__", "node_modules", "site-packages", "venv", "env", "thumbs.db", "desktop.ini"}
)  # and .ipynb_checkpoints, .DS_Store, .git: whatever begins with a dot
ENDINGS = {
    "pdf": ("pdf",),
    "html": ("html", "htm", "mhtml"),
    "document": ("doc", "docx", "odt", "rtf", "pages", "ppt", "pptx", "gdoc"),
    "image": ("jpg", "jpeg", "png", "gif", "heic", "webp", "bmp"),
    "archive": ("rar", "7z", "tar", "gz", "tgz", "bz2", "xz", "zipx"),
    "shortcut": ("url", "webloc", "lnk", "desktop", "gsheet", "gslides", "colab", "website"),
    "placeholder": ("icloud",),
    "unfinished": UNFINISHED,
}
FIRST_BYTES = {
    b"%PDF": "pdf",
    b"Rar!": "archive",
    b"7z\xbc\xaf\x27\x1c": "archive",
    b"\x1f\x8b": "archive",
    b"BZh": "archive",
    b"\xfd7zXZ": "archive",
    b"PK\x03\x04": "zip",
    b"\xff\xd8\xff": "image",
    b"\x89PNG": "image",
    b"\xd0\xcf\x11\xe0": "document",
}


def is_notebook(name: str) -> bool:
    """Whether a name is that of a notebook."""
    return NOTEBOOK.search(name) is not None


def is_script(name: str) -> bool:
    """Whether a name is that of a Python script."""
    return name.lower().endswith(".py")


def is_archive(name: str) -> bool:
    """Whether a name is that of an archive that is unpacked."""
    return name.lower().endswith(".zip")


def is_junk(name: str) -> bool:
    """Whether a name is that of a file or folder which systems and tools leave behind, as AppleDouble files are."""
    return name.lower() in JUNK or (name.startswith((".", "~$")) and PLACEHOLDER.match(name) is None)


def is_usable(name: str) -> bool:
    """Return whether a name is that of a file that a notebook may import or read: code, text or settings."""
    return is_notebook(name) or is_script(name) or name.lower().endswith(USABLE)


def is_wanted(name: str) -> bool:
    """Whether a file's bytes are of use here: the others of an archive are not unpacked."""
    return is_usable(name) or is_archive(name) or name.lower() in TELLING or may_hold_notebook(name)


def may_hold_notebook(name: str) -> bool:
    """Return whether a file's name says so little, or so much, that its bytes may be those of a notebook."""
    return PLAIN.search(name) is not None and not is_script(name)


def begins_as_notebook(start: bytes) -> bool:
    """Return whether the first bytes of a file are those of a notebook."""
    return NOTEBOOK_START.match(start.lstrip(b"\xef\xbb\xbf")) is not None


def is_document(name: str) -> bool:
    """Whether a file may be what somebody handed in, although it is no notebook; data files are not."""
    return kind_by_name(name) != "other"


def kind_by_name(name: str) -> str:
    """Return the kind of a file by the ending of its name ("pdf", "image" …); "other" where that says nothing."""
    ending = name.rpartition(".")[2].lower()
    return next((kind for kind, endings in ENDINGS.items() if ending in endings), "other")


def kind_by_first_bytes(start: bytes) -> str | None:
    """Return the kind of a file by its first bytes ("pdf", "zip" …); None where they say nothing."""
    if re.match(rb"\s*(?:<!doctype html|<html)", start, re.IGNORECASE):
        return "html"
    return next((kind for first, kind in FIRST_BYTES.items() if start.startswith(first)), None)


def wrong_kind_error(source: str, kind: str) -> SubmissionError:
    """Return the error that says that a file is of some other kind and no notebook."""
    return SubmissionError(f"intake.is_{kind}", path=source)
