"""Tidies a name as somebody wrote it into a notebook, and tells a name from the words that ask for one."""

import re

MAX_NAME = 120  # characters
MAX_TEXT = 300
SIGNS = re.compile(r"([\W_]{8})[\W_]+")
MARKUP = " *_`<>[](){}#|,;:\"'=-–—/\\"
WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*\.?")
OTHER_LABEL = re.compile(
    r"(?i)[\s,;/(|*_-]{1,9}(?:rut|run|r\.u\.t|fecha|date|curso|course|secci[oó]n|section|e-?mail|correo|matr[ií]cula"
    r"|student id)\b[ *_]{0,4}[:.].*$"
)
BLANK = re.compile(r"(?i)(?:x|n/?a\b|\.|…|_|-|\?)+")
PARTICLES = frozenset(WORD.findall("de del la las los y e da do dos van von der and"))
ASKING = frozenset(
    WORD.findall(
        "escriba escribe escribir coloque coloca colocar ponga pon poner ingrese ingresa ingresar complete completa "
        "completar reemplace reemplaza reemplazar cambiar aquí aqui nombre nombres apellido apellidos completo "
        "completos estudiante estudiantes alumno alumna alumnos integrante integrantes autor your name names here "
        "first last full surname insert fill enter student author placeholder pendiente anónimo anonimo nn none null "
        "todo tbd"
    )
)
FILLING = frozenset(
    WORD.findall("su sus tu tus el la los las un una de del y e o a in with the and of en por con este")
)


def tidy_name(text: str) -> str | None:
    """Return a name without the markup around it; None for a placeholder, and for what cannot be a name."""
    name = OTHER_LABEL.sub("", SIGNS.sub(r"\1", text[:MAX_TEXT]))
    name = re.sub(r"\s+", " ", name).strip(MARKUP)
    if not ASKING.isdisjoint(_small(name)):
        name = _without_request(name)
    long_enough = re.search(r"[^\W\d_]{2}", name) is not None
    return name if long_enough and len(name) <= MAX_NAME and not BLANK.fullmatch(name.replace(" ", "")) else None


def is_name(text: str) -> bool:
    """Return whether a text looks like a person's name by itself: two to eight words with capitals, no more."""
    words = WORD.findall(text)
    bare = re.sub(r"[\s,.*_'’-]", "", text)
    capital = [word for word in words if word[0].isupper()]
    return (
        2 <= len(words) <= 8
        and len(capital) >= 2
        and all(word[0].isupper() or word in PARTICLES for word in words)
        and "".join(re.findall(r"[^\W\d_]", "".join(words))) == bare
        and tidy_name(text) is not None
    )


def _without_request(name: str) -> str:
    """What is left of a text without the words around it that ask for a name."""
    words = name.split(" ")
    small = [(_small(word) or [""])[0] for word in words]
    start, end = 0, len(words)
    while start < end and small[start] in ASKING | FILLING | {""}:
        start += 1
    while end > start and small[end - 1] in ASKING | FILLING | {""}:
        end -= 1
    return " ".join(words[start:end]).strip(MARKUP)


def _small(text: str) -> list[str]:
    return [word.casefold().strip(".") for word in WORD.findall(text)]
