"""Laws of unpacking: nothing is written outside, nothing beyond the limits, and nothing is lost without a word."""

import io
import stat
import struct
import tracemalloc
import warnings
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.intake.archive import UnpackBudget, Unpacker, UnpackLimits
from autograder.intake.file import SubmittedFile
from autograder.intake.walk import find_files

SMALL = UnpackLimits(
    file=2000, archive=3000, whole=40_000, members=20, files=20, depth=2, ratio=50, dense=1, unsuspected=1000
)


def zipped(members, method=ZIP_DEFLATED):
    """The bytes of a zip of (name, bytes) pairs; a name may come twice, and may be anything."""
    made = io.BytesIO()
    with ZipFile(made, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in members:
            info = name if isinstance(name, ZipInfo) else ZipInfo("x", (2026, 10, 4, 12, 0, 0))
            if info is not name:
                info.filename = name
            info.compress_type = method
            archive.writestr(info, content)
    return made.getvalue()


def unpacked(folder: Path, content: bytes, limits: UnpackLimits = SMALL) -> list[SubmittedFile]:
    """The files of a zip, unpacked into a folder's own folder."""
    (folder / "in").mkdir(parents=True)
    (folder / "x.zip").write_bytes(content)
    unpacker = Unpacker(folder / "in", limits)
    found = list(
        unpacker.unpack(
            SubmittedFile(("x.zip",)),
            folder / "x.zip",
            UnpackBudget(limits.whole, 20 * limits.members, 20 * limits.files),
        )
    )
    return [file for file in found if file.name]


def keys(files):
    return {file.source: file.fault.key if file.fault else None for file in files}


names = st.one_of(
    st.text(min_size=1, max_size=12),
    st.builds(
        lambda parts, end: "/".join(parts) + end,
        st.lists(st.sampled_from(["..", ".", "", "a", "A", "C:", "/", "\\..\\..", "x" * 300]), max_size=5),
        st.sampled_from(["/lab.ipynb", "\\lab.ipynb", "lab.ipynb\0.txt", ".ipynb", "/x.zip", "/"]),
    ),
)
contents = st.one_of(
    st.binary(max_size=3000),
    st.builds(lambda sign, size: sign * size, st.binary(min_size=1, max_size=1), st.just(9000)),
)
members = st.lists(st.tuples(names, contents), max_size=8)
nested = st.recursive(
    st.builds(zipped, members, st.sampled_from([ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2])),
    lambda inner: st.builds(
        zipped, st.lists(st.tuples(names.map(lambda name: name + "in.zip"), inner), min_size=1, max_size=3)
    ),
    max_leaves=4,
)


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(content=nested, cut=st.integers(0, 40), damage=st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 255))))
def test_nothing_is_written_outside_or_beyond_the_limits(tmp_path_factory, content, cut, damage):
    """Whatever a zip holds, however broken it is, only plain files are written, all in the folder, within limits."""
    folder = tmp_path_factory.mktemp("zip")
    broken = bytearray(content[: len(content) - cut])
    for at, value in damage:
        if broken:
            broken[at % len(broken)] = value
    files = unpacked(folder, bytes(broken))
    written = [path for path in folder.rglob("*") if path.name != "x.zip"]
    assert {path.name for path in folder.iterdir()} == {"in", "x.zip"}
    assert all(path == folder / "in" or path.parent == folder / "in" for path in written)
    assert not any(path.is_symlink() for path in written)
    sizes = [path.stat().st_size for path in written if path.is_file()]
    assert sum(sizes) <= max(SMALL.archive, len(broken)) and all(size <= SMALL.file for size in sizes)
    assert all((file.path is None) or file.path.is_file() for file in files)
    assert all(".." not in file.parts and "\0" not in file.source for file in files)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("../../etc/lab.ipynb", "x.zip/etc/lab.ipynb"),
        ("/etc/lab.ipynb", "x.zip/etc/lab.ipynb"),
        ("C:\\Users\\Ana\\lab.ipynb", "x.zip/Users/Ana/lab.ipynb"),
        ("a//./lab.ipynb", "x.zip/a/lab.ipynb"),
        ("José/ñandú.ipynb", "x.zip/José/ñandú.ipynb"),
    ],
)
def test_a_name_leads_nowhere(tmp_path, name, source):
    """What would lead out of the folder is taken off a name, and the file itself is kept."""
    (file,) = unpacked(tmp_path, zipped([(name, b"{}")]))
    assert file.source == source and file.path.read_bytes() == b"{}"


def test_names_that_collide_lose_nothing(tmp_path):
    """Files of one name, or of names that differ in their case, are all there."""
    files = unpacked(
        tmp_path, zipped([("a.ipynb", b"1"), ("A.ipynb", b"2"), ("a.ipynb", b"3"), ("a.ipynb/b.ipynb", b"4")])
    )
    assert [file.path.read_bytes() for file in files] == [b"1", b"2", b"3", b"4"]


@pytest.mark.parametrize("code", ["cp437", "cp850", "cp1252", "utf-8"])
def test_names_are_read_in_the_code_that_makes_spanish_of_them(tmp_path, code):
    """A name in a code that the zip does not name is read as whoever wrote it meant it."""
    name = "José Peña, niñez.ipynb"
    coded = name.encode(code)
    content = zipped([("X" * len(coded), b"{}")]).replace(b"X" * len(coded), coded)
    assert unpacked(tmp_path, content)[0].name == name


def test_a_link_is_a_fault(tmp_path):
    """A link in an archive is not followed, nor made."""
    link = ZipInfo("lab.ipynb")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    (file,) = unpacked(tmp_path, zipped([(link, b"/etc/passwd")]))
    assert file.path is None and file.fault.key == "intake.link"


def test_sizes_are_counted_and_not_believed(tmp_path):
    """Neither a file that is too large, nor one that expands too much, nor all beyond the whole, is kept on disk."""
    large, dense = bytes(range(256)) * 12, b" " * 1900
    content = zipped(
        [("large.ipynb", large), ("dense.ipynb", dense), *((f"{n}.ipynb", large[:1000]) for n in range(6))]
    )
    found = keys(unpacked(tmp_path, content))
    assert found["x.zip/large.ipynb"] == found["x.zip/dense.ipynb"] == "intake.expands"
    assert found["x.zip/0.ipynb"] is None and found["x.zip/5.ipynb"] == "intake.no_room"


def test_a_bomb_costs_only_its_own_archive(tmp_path):
    """What one archive in another takes too much of, its neighbours still have."""
    bomb = zipped([(f"{n}.ipynb", bytes(range(256)) * 4) for n in range(9)])
    found = keys(unpacked(tmp_path, zipped([("a.zip", bomb), ("b.ipynb", b"{}")]), UnpackLimits(archive=48_000)))
    assert found["x.zip/a.zip/8.ipynb"] == "intake.no_room" and found["x.zip/b.ipynb"] is None


def overlapping(count: int, content: bytes) -> bytes:
    """A zip of one member that its directory names many times."""
    packed = zipped([("lab.ipynb", content)])
    start, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    entry = packed[start:end]
    tail = bytearray(packed[end:])
    tail[8:20] = struct.pack("<HHLL", count, count, count * len(entry), start)
    return packed[:start] + entry * count + bytes(tail)


def bombs() -> dict[str, bytes]:
    """Small archives that would fill a disk or the memory."""
    zeros = b"0" * 100_000
    flat = zipped([(f"{n}.ipynb", zeros) for n in range(50)])
    many = zipped([(f"{n}.ipynb", b"") for n in range(500)])
    return {
        "flat": flat,
        "overlapping": overlapping(500, zeros),
        "nested": zipped([(f"{n}.zip", flat) for n in range(20)]),
        "twice nested": zipped([(f"{n}.zip", zipped([(f"{m}.zip", flat) for m in range(20)])) for n in range(20)]),
        "overlapping nests": overlapping(500, flat).replace(b"lab.ipynb", b"xxxxx.zip"),
        "many": zipped([(f"{n}.zip", many) for n in range(20)]),
        "stored nests": zipped([(f"{n}.zip", flat) for n in range(20)], ZIP_STORED),
    }


@pytest.mark.parametrize("place", ["named", "in a folder"])
@pytest.mark.parametrize("kind", bombs())
def test_bombs_cost_little(tmp_path, kind, place):
    """An archive writes no more than its budget and keeps little in memory, whether it is named or lies in a folder."""
    limits = UnpackLimits(
        file=150_000,
        archive=500_000,
        whole=8_000_000,
        members=2000,
        files=500,
        faults=20,
        ratio=2000,
        dense=2,
        unsuspected=1000,
    )
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    given = tmp_path / "in" / "x.zip"
    given.write_bytes(bombs()[kind])
    room = max(limits.archive, limits.dense * given.stat().st_size)
    tracemalloc.start()
    found = list(find_files([given if place == "named" else given.parent], tmp_path / "out", limits))
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    written = sum(path.stat().st_size for path in (tmp_path / "out").iterdir())
    assert written <= room and kept < 8_000_000 and len(found) <= limits.files + 50
    assert kind == "flat" or any(file.fault for file in found)


def test_too_many_and_too_deep(tmp_path):
    """An archive of too many members, and one in too many others, is not opened."""
    many = zipped([(f"{n}.ipynb", b"{}") for n in range(21)])
    assert keys(unpacked(tmp_path / "many", many)) == {"x.zip": "intake.too_many"}
    deep = zipped([("c.zip", zipped([("b.zip", zipped([("a.ipynb", b"{}")]))]))])
    assert keys(unpacked(tmp_path / "deep", deep)) == {"x.zip/c.zip/b.zip": "intake.too_deep"}


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"", "submission.empty"),
        (b"Rar!\x1a\x07\x00", "intake.is_archive"),
        (b"7z\xbc\xaf\x27\x1c", "intake.is_archive"),
        (b"<!DOCTYPE html><html>", "intake.is_html"),
        (b"PK\x03\x04 and no end", "intake.damaged"),
        (b"anything", "intake.damaged"),
    ],
)
def test_what_is_no_zip_says_what_it_is(tmp_path, content, key):
    """A file that is only called a zip is a fault that names what it is."""
    assert keys(unpacked(tmp_path, content)) == {"x.zip": key}


def test_what_cannot_be_unpacked_is_a_fault_of_that_file(tmp_path):
    """An unknown compression and a wrong checksum are faults of one member; the others are there."""
    (method,) = unpacked(tmp_path / "bzip2", zipped([("a.ipynb", b"{}")], ZIP_BZIP2))
    assert method.fault.key == "intake.method"
    content = zipped([("a.ipynb", b"right"), ("b.ipynb", b"{}")], ZIP_STORED).replace(b"right", b"wrong")
    assert keys(unpacked(tmp_path / "sum", content)) == {"x.zip/a.ipynb": "intake.damaged", "x.zip/b.ipynb": None}


def test_a_password_is_a_fault(tmp_path):
    """A file that is locked with a password says so."""
    content = bytearray(zipped([("a.ipynb", b"{}")]))
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.find(header) + flags] |= 1
    assert keys(unpacked(tmp_path, bytes(content))) == {"x.zip/a.ipynb": "intake.encrypted"}


def test_what_nobody_needs_is_not_written(tmp_path):
    """Data and pictures are known by name, and what systems leave behind not even so."""
    files = unpacked(tmp_path, zipped([("a.png", b"x"), ("__MACOSX/._a.ipynb", b"x"), (".git/b.ipynb", b"x")]))
    assert [(file.source, file.path) for file in files] == [("x.zip/a.png", None)]
    assert not list((tmp_path / "in").iterdir())
