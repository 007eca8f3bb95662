"""How far archives may expand, and how much of that is left."""

from dataclasses import dataclass

from autograder.notebook.submission import MAX_BYTES


@dataclass(frozen=True)
class Limits:
    """What archives may expand to; sizes are bytes that were really written, whatever an archive declares.

    `file` is for a single file, `archive` for an archive that lies in a folder or in another archive, with all that is
    in it, `whole` for all that is unpacked. `files` counts the members of one archive and of all that are in it,
    `depth` archives in archives; a file of more than `unsuspected` bytes may be `ratio` times as large as when packed.
    """

    file: int = MAX_BYTES
    archive: int = 1 << 30
    whole: int = 64 << 30
    files: int = 200_000
    depth: int = 4
    ratio: int = 200
    unsuspected: int = 32 << 20


@dataclass
class Allowance:
    """What may be unpacked, `bytes` and `files` in all, here and in all that this is a part of."""

    bytes: int
    files: int
    above: "Allowance | None" = None

    def take(self, size: int) -> bool:
        """Count bytes that are to be written, and say whether they may be."""
        self.bytes -= size
        fits = self.above is None or self.above.take(size)
        return fits and self.bytes >= 0

    def name(self) -> bool:
        """Count a file that is named, and say whether there may be so many."""
        self.files -= 1
        fits = self.above is None or self.above.name()
        return fits and self.files >= 0
