"""Laws of the files that source code writes."""

from autograder.source.written_files import written_files


def test_files_that_are_opened_for_writing_are_found():
    """Literal names are found, also through a name and in a folder; what is only read is not."""
    sources = ("open('a/out.txt', 'w')", "log = 'log.txt'\nopen(log, mode='a')", "Path('p.txt').write_text('')", "f(")
    assert written_files((*sources, "open('in.txt'); open('b.txt', 'rb')")) == {"out.txt", "log.txt", "p.txt"}
