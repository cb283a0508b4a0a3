import pytest

from whygrad.checking.rules.rule import Example, Page
from whygrad.reports.page import Printed, listing, page, unknown
from whygrad.reports.screen import painted
from whygrad.reports.words import words

ENGLISH = words("en")
PAGE = Page(
    code="WG999",
    slug="made-up",
    title="A made-up mistake",
    what="What it is.",
    why="Why it is made.",
    recognised="How it is seen.",
    hint="Look closer.",
    remedy="The rule.",
    examples=(Example("x = 1\ny = x\ndx = y\n", "x = 1\ny = x\ndx = 1\n", 3),),
)
OTHER = Page("WG998", "sign", "A sign", "", "", "", "", "", ())


def test_a_page_has_all_of_its_parts_and_marks_what_changes():
    assert painted(page(PAGE, ENGLISH), color=False) == (
        "WG999[made-up]: A made-up mistake\n"
        "\nWhat goes wrong\n  What it is.\n"
        "\nWhy people do it\n  Why it is made.\n"
        "\nHow I recognise it\n  How it is seen.\n"
        "\nA nudge\n  Look closer.\n"
        "\nWhat to remember\n  The rule.\n"
        "\nExample 1: wrong (-) and right (+)\n"
        "  1   x = 1\n"
        "  2   y = x\n"
        "  3 - dx = y\n"
        "  3 + dx = 1\n"
    )


def test_the_list_has_one_line_a_mistake():
    lines = painted(listing([OTHER, PAGE], ENGLISH), color=False).splitlines()
    assert lines[:2] == ["WG998  sign     A sign", "WG999  made-up  A made-up mistake"]


@pytest.mark.parametrize(("said", "expected"), [("made_up", "made-up"), ("Singn", "sign"), ("mad-up ", "made-up")])
def test_a_slip_of_the_pen_gets_a_suggestion(said, expected):
    assert expected in str(unknown(said, {page.slug: page for page in (PAGE, OTHER)}))


def test_what_is_like_nothing_points_at_the_list():
    assert "lists them all" in str(unknown("zzzzzz", {PAGE.slug: PAGE}))


def test_a_page_prints_itself_at_the_prompt():
    shown = Printed(page(PAGE, ENGLISH))
    assert repr(shown) == str(shown)
    assert shown.startswith("WG999")
    assert not shown.endswith("\n")
