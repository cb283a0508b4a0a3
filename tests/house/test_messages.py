"""The extractor sees every way in which the sources mark a message, and refuses what no catalogue could hold."""

from __future__ import annotations

import pytest

from tools.messages import Message, NotExtractable, fields, has_words, messages_in


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('TITLE = _("add gate")', [Message(1, "add gate")]),
        ('x = _(\n    "one "\n    "sentence"\n)', [Message(1, "one sentence")]),
        ('Text(_("{name} is wrong"), {"name": name})', [Message(1, "{name} is wrong")]),
        ('Text("{name} is wrong", {"name": name})', [Message(1, "{name} is wrong")]),
        ('Text("{a}, {b}", {"a": a, "b": b})', []),
        ("Text(page.title)", []),
        ('Text(_("{n} gradient"), {"n": n}, plural=_("{n} gradients"))', [Message(1, "{n} gradient", "{n} gradients")]),
        ('Text("one path", {"n": n}, plural="{n} paths")', [Message(1, "one path", "{n} paths")]),
        ('Text(_("outer {x}"), {"x": Text(_("inner"))})', [Message(1, "outer {x}"), Message(1, "inner")]),
        ('Text({"a": _("first"), "b": _("second")}[kind])', [Message(1, "first"), Message(1, "second")]),
        ('for _ in rows: print("not a message")', []),
    ],
)
def test_every_marked_message_is_found(source: str, found: list[Message]) -> None:
    assert messages_in(source, "a.py") == found


@pytest.mark.parametrize("source", ['_(f"{name} is wrong")', "_(name)", '_("a", "b")', 'Text(f"{x} is")', 'Text(title, plural=_("many"))'])
def test_what_no_catalogue_could_hold_is_refused_with_its_place(source: str) -> None:
    with pytest.raises(NotExtractable, match=r"^a\.py:2: "):
        messages_in("\n" + source, "a.py")


def test_messages_come_in_the_order_of_lines() -> None:
    assert [message.template for message in messages_in('def f():\n    _("a")\n_("b")\n_("c")', "a.py")] == ["a", "b", "c"]


def test_fields_and_words_of_a_template() -> None:
    assert fields("{a} of {b!r:>4}, {{not a field}}") == {"a", "b"}
    assert fields("a dict begins with {") == set()
    assert has_words("{a} gradients")
    assert not has_words("{a} × {b} = {{1}}")
