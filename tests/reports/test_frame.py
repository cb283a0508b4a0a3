"""Carets line up: what stands above the first caret is the first character of the place, whatever comes before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from whygrad.checking.report import Span
from whygrad.reports.frame import Mark, frame
from whygrad.reports.prose import wrapped


def drawn(source: str, *marks: Mark, width: int = 80) -> str:
    rows = source.split("\n")
    gutter = max(len(str(mark.span.end_line)) for mark in marks)
    return "".join(f"{line.plain.rstrip()}\n" for line in frame(rows, marks, width, gutter))


def caret(line: int, column: int, end: int, end_line: int | None = None, label: str = "") -> Mark:
    return Mark(Span(line, column, end_line or line, end), label, "bold red", "^")


@pytest.mark.parametrize(
    ("source", "mark", "picture"),
    [
        ("dx = a", caret(1, 5, 6), "  |\n1 | dx = a\n  |      ^\n"),
        ("\tdx = a", caret(1, 6, 7), "  |\n1 |     dx = a\n  |          ^\n"),
        ("a\tb", caret(1, 2, 3), "  |\n1 | a   b\n  |     ^\n"),
        ("漢 = b", caret(1, 4, 5), "  |\n1 | 漢 = b\n  |      ^\n"),
        ("dx = 漢字", caret(1, 5, 7), "  |\n1 | dx = 漢字\n  |      ^^^^\n"),
        ("e\u0301 = b", caret(1, 5, 6), "  |\n1 | e\u0301 = b\n  |     ^\n"),
        ("ação = b", caret(1, 7, 8), "  |\n1 | ação = b\n  |        ^\n"),
        ("dx = (", caret(1, 6, 6), "  |\n1 | dx = (\n  |       ^\n"),
        ("dx = a\r", caret(1, 5, 6), "  |\n1 | dx = a\n  |      ^\n"),
        ("", caret(1, 0, 0), "  |\n1 |\n  | ^\n"),
    ],
)
def test_carets_stand_under_the_place(source, mark, picture):
    assert drawn(source, mark) == picture


def test_a_place_of_several_lines_is_marked_on_each_without_its_indentation():
    source = "dx = [\n    a,\n\n    b,\n]\n"
    assert drawn(source, caret(1, 5, 1, 5)) == (
        "  |\n1 | dx = [\n  |      ^\n2 |     a,\n  |     ^^\n3 |\n4 |     b,\n  |     ^^\n5 | ]\n  | ^\n"
    )


def test_of_a_long_place_the_middle_is_left_out():
    source = "\n".join(["dx = [", *["    a,"] * 20, "]"])
    picture = drawn(source, caret(1, 5, 1, 22))
    assert [line.split(" |")[0] for line in picture.splitlines() if line[0] != " " or line[1].isdigit()] == [" 1", " 2", "...", "21", "22"]


def test_places_far_apart_are_shown_apart():
    picture = drawn("a = 1\nb = 2\nc = 3\n", caret(3, 0, 1), Mark(Span(1, 0, 1, 1), "from here"))
    assert picture == "  |\n1 | a = 1\n  | - from here\n...\n3 | c = 3\n  | ^\n"


def test_labels_hang_from_their_places():
    marks = [caret(1, 5, 6), Mark(Span(1, 9, 1, 10), "second"), Mark(Span(1, 13, 1, 14), "third"), Mark(Span(1, 0, 1, 2), "first")]
    assert drawn("dx = a + b + c", *marks) == (
        "  |\n1 | dx = a + b + c\n  | --   ^   -   - third\n  | |        |\n  | |        second\n  | first\n"
    )


def test_a_long_label_is_wrapped_below_its_place():
    picture = drawn("dx = a", caret(1, 5, 6), Mark(Span(1, 0, 1, 2), "one two three four five six seven eight nine ten"), width=44)
    assert picture.endswith("  | --   ^\n  | |\n  | one two three four five six seven eight\n  | nine ten\n")


def test_where_marks_overlap_the_subject_shows():
    assert "  | --^^---\n" in drawn("abcdefg", caret(1, 2, 4), Mark(Span(1, 0, 1, 7)))


#: Any characters but those that a terminal shows as more than one.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\n\r\t"), max_size=30)


@settings(max_examples=200, deadline=None)
@given(TEXT, TEXT)
def test_carets_line_up_for_any_text(before, after):
    _, code, below = (row[4:] for row in drawn(f"{before}|{after}", caret(1, len(before), len(before) + 1)).split("\n")[:3])
    assert below.strip(" ") == "^"
    assert code[len(before)] == "|"
    assert len(below) - 1 == cell_len(code[: len(before)])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(["gradient", "`a * b`", "×", "[1, 2]", "=", "漢字", "x", "\n", "  "])), st.integers(5, 40))
def test_wrapping_loses_no_word_and_keeps_to_the_width(words, width):
    text = " ".join(words)
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(cell_len(line) <= width or len(line.split()) <= 3 or "`" in line or "×" in line or "[" in line for line in lines)
