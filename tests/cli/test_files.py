import os

import pytest

from whygrad.cli import main
from whygrad.files import Unreadable, decoded, read


@pytest.fixture
def complaint(folder, capsys):
    """What a check of a file with these bytes says; it always ends with 2."""

    def said(data: bytes | None, name: str = "it.py") -> str:
        if data is not None:
            (folder / name).write_bytes(data)
        assert main(["check", name]) == 2
        captured = capsys.readouterr()
        assert captured.err == ""
        return " ".join(captured.out.split())

    return said


def test_a_missing_file(complaint):
    assert complaint(None, "gone.py").startswith("problem[missing-file]: There is no such file. --> gone.py")


def test_a_folder(complaint, folder):
    (folder / "course").mkdir()
    said = complaint(None, "course")
    assert "problem[directory]" in said
    assert f"`{os.path.join('course', '*.py')}`" in said


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read everything")
def test_a_file_that_may_not_be_read(complaint, folder):
    (folder / "secret.py").write_text("x = 1\n")
    (folder / "secret.py").chmod(0)
    assert "problem[not-readable]: I may not read this file." in complaint(None, "secret.py")


@pytest.mark.parametrize(
    ("data", "byte", "position", "line"),
    [
        (b"x = 1\n# caf\xe9\n", "0xE9", 11, 2),
        (b"\xff\xfex\x00", "0xFF", 0, 1),
        (b"x = 1\n" * 500 + b"\x80", "0x80", 3000, 501),
        (b"\xef\xbb\xbfx = '\xff'", "0xFF", 8, 1),
        (b"# coding: ascii\nx = '\xc3\xa9'", "0xC3", 21, 2),
    ],
)
def test_a_byte_that_does_not_belong_is_named(complaint, data, byte, position, line):
    assert f"the byte {byte} at position {position}, in line {line}, doesn't belong" in complaint(data)


@pytest.mark.parametrize("name", [b"klingon", b"hex", b"utf-16"])
def test_an_encoding_that_is_none_is_named(complaint, name):
    said = complaint(b"# -*- coding: " + name + b" -*-\nx = 1\n")
    assert name.decode() in said.lower() or "UTF-16" in said
    assert "Save the file as UTF-8" in said or "Save it as UTF-8" in said


def test_an_empty_file(complaint):
    assert "problem[empty]" in complaint(b"")


def test_a_zero_byte(complaint):
    assert "zero byte" in complaint(b"x = \x00")


@pytest.mark.parametrize(
    ("data", "text", "encoding", "newline"),
    [
        ("x = 'ç'\n".encode(), "x = 'ç'\n", "utf-8", "\n"),
        (b"\xef\xbb\xbfx = 1\r\ny = 2\r\n", "x = 1\ny = 2\n", "utf-8-sig", "\r\n"),
        (b"# coding: latin-1\nx = '\xe7'\n", "# coding: latin-1\nx = 'ç'\n", "iso-8859-1", "\n"),
        (b"x = 1\ry = 2\r", "x = 1\ny = 2\n", "utf-8", "\r"),
        (b"", "", "utf-8", "\n"),
    ],
)
def test_a_file_is_read_as_python_reads_it_and_written_back_as_it_was(data, text, encoding, newline):
    opened = decoded("it.py", data)
    assert (opened.text, opened.encoding, opened.newline) == (text, encoding, newline)
    assert opened.encoded(text) == data


def test_a_character_that_the_encoding_lacks_is_named():
    opened = decoded("it.py", b"# coding: latin-1\n")
    with pytest.raises(Unreadable, match="σ"):
        opened.encoded("# coding: latin-1\nσ = 1\n")


def test_a_folder_is_not_written_to(folder):
    opened = decoded(str(folder), b"")
    with pytest.raises(Unreadable) as failed:
        opened.write("x = 1\n")
    assert failed.value.problem.slug == "not-writable"


def test_reading_says_what_is_wrong():
    with pytest.raises(Unreadable) as failed:
        read("no/such/file.py")
    assert failed.value.diagnosis.verdict == "unknown"


def test_a_file_of_mixed_line_ends_keeps_them(tmp_path):
    file = tmp_path / "mixed.py"
    file.write_bytes(b"x = 3.0\r\ny = x * x\n# left alone\rdx = 2 + x\nprint(dx)\r\n")
    main(["fix", "--write", str(file)])
    assert file.read_bytes() == b"x = 3.0\r\ny = x * x\n# left alone\rdx = 2 * x\r\nprint(dx)\r\n"
