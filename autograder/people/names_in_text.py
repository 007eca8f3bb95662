"""Tells whom the name of a file or folder means, where words of a person's name stand among others."""

import re
import unicodedata
from itertools import permutations

from autograder.people.names import folded, is_one_word, words
from autograder.people.written_name import FILLING, PARTICLES

APART = re.compile(r"\s[-–—|]+\s|[()\[\]{}&+;/]|[\s_](?:y|e|and|con|with)[\s_]", re.IGNORECASE)
FILE_WORDS = frozenset(
    words(
        "lab laboratorio laboratory tarea task hw homework control guia entrega trabajo proyecto project assignment "
        "pauta parte part pregunta preguntas question questions curso course seccion section version ver final "
        "finalissimo definitivo definitiva corregido corregida submission submissions notebook cuaderno copia copy "
        "nuevo nueva ultimo ultima late atrasado atrasada gpt llm ipynb colab jupyter ejercicio ejercicios respuesta "
        "respuestas answer answers solucion soluciones solution resuelto resuelta desarrollo listo lista mejorado "
        "mejorada revisado revisada bueno buena ahora si archivo file informe report alumno alumna nombre student "
        "estudiante redes neuronales modelo modelos lenguaje deep learning language model transformer transformers "
        "attention aprendizaje profundo mi my para por este esta grupo group equipo team no oficial updated fixed "
        "done ready semestre"
    )
)


def may_be_called(text: str, name: str) -> bool:
    """Return whether all that a text says is one word, by which a person may go: "Ana", "lab asoto"."""
    tokens = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text))
    telling = {folded(token) for token in tokens if _tells(token, False)}
    if len(telling) != 1:
        return False
    (word,) = telling
    known = words(name)
    return word in known or any(word == f"{one[0]}{other}" for one, other in permutations(known, 2))


def names_another(text: str, name: str) -> bool:
    """Return whether a text that has words of a name goes on as another's: "María José Quiroga" is no María José Díaz.

    So it is where the name has words that the text lacks, and beside those that both have stands one that files are not
    called by, in capitals if these are. An initial or a slip of the pen is the word that it stands for.
    """
    known = set(words(name))
    plain = unicodedata.normalize("NFC", text)
    missing = {word for word in known - set(words(plain)) - PARTICLES if len(word) > 1}
    if not missing:
        return False
    for piece in APART.split(plain):
        for run in re.split(r"[^\W_]*\d[^\W_]*", piece):
            tokens = re.findall(r"[^\W\d_]+", run)
            ours = [token for token in tokens if folded(token) in known]
            capitals = bool(ours) and all(token[0].isupper() for token in ours)
            others = [token for token in tokens if ours and _tells(token, capitals) and folded(token) not in known]
            if any(not _stands_for(folded(token), missing) for token in others):
                return True
    return False


def _tells(token: str, capitals: bool) -> bool:
    """Return whether a word may be part of a name."""
    small = folded(token)
    return len(small) > 1 and small not in FILE_WORDS | FILLING | PARTICLES and (token[0].isupper() or not capitals)


def _stands_for(word: str, missing: set[str]) -> bool:
    heard = word.replace("z", "s")
    return any(
        is_one_word(word, other) or other.startswith(word) or heard == other.replace("z", "s") for other in missing
    )
