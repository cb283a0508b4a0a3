"""What Python's parser could not read, in our own words: Python has its messages in English only.

The position is Python's. Where a message is not known (they change from version to version), what is said is general, and
Python's own words are quoted beside it.
"""

from __future__ import annotations

import keyword
import re
import warnings
from collections.abc import Mapping

from whygrad.checking.report import Problem
from whygrad.text import Text, _
from whygrad.tracing.source import Span

#: What begins Python's message, and what is said in its place; groups of the pattern are the fields.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"'(?P<bracket>.)' was never closed", _("`{bracket}` is opened here and never closed.")),
    (
        r"closing parenthesis '(?P<closing>.)' does not match opening parenthesis '(?P<opening>.)'",
        _("`{closing}` closes something here, but what is open is `{opening}`."),
    ),
    (r"unmatched '(?P<bracket>.)'", _("`{bracket}` closes something here, but nothing is open.")),
    (r"expected ':'", _("A colon is missing here: a line that opens a block ends in `:`.")),
    (r"unexpected indent", _("This line is indented, but nothing before it opens a block.")),
    (r"expected an indented block", _("An indented block is due here, after the line that ends in `:`.")),
    (r"unindent does not match", _("The indentation of this line is that of no block around it.")),
    (r"inconsistent use of tabs", _("Tabs and spaces are mixed in the indentation here.")),
    (r"unterminated .*string", _("A text is opened with a quotation mark here, and never closed.")),
    (
        r"cannot (?:assign to|delete)",
        _("Only a name, an entry or an attribute can be given a value, and what stands here is none of these."),
    ),
    (r"invalid syntax\. Maybe you meant '=='", _("`=` gives a value to a name; to compare two values, write `==`.")),
    (
        r"invalid syntax\. Perhaps you forgot a comma",
        _("Something is missing between two values here: a comma, or an operator such as `*`."),
    ),
    (r"invalid (?:decimal|hexadecimal|octal|binary|imaginary) literal", _("A number runs into a name here: perhaps `*` is missing.")),
    (r"Missing parentheses in call to '(?P<name>\w+)'", _("`{name}` is a function: what it is given stands in parentheses.")),
    (r"invalid character '(?P<character>.)'", _("Python knows no character `{character}` outside texts and comments.")),
    (r"invalid non-printable character (?P<code>U\+\w+)", _("There is an invisible character here ({code}), which Python can't read.")),
    (r"'(?P<word>return|yield|await|yield from)' outside", _("`{word}` stands outside every function.")),
    (r"'(?P<word>break|continue)' ", _("`{word}` stands outside every loop.")),
)
#: What is meant by characters that word processors and keyboards put in the place of Python's.
_MEANT = {"×": "*", "·": "*", "÷": "/", "−": "-", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "²": "**2", "³": "**3"}


def syntax_problem(text: str, file: str) -> Problem | None:
    """Why Python can't read a text; None if it can."""
    if "\0" in text:
        return _zero_byte(text)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the program's text: they are not ours to print
            compile(text, file, "exec", dont_inherit=True)  # the parser alone lets a `return` outside of functions pass
    except SyntaxError as error:
        return _problem(error, text)
    except (RecursionError, MemoryError):
        return Problem(
            "syntax-error",
            Text(_("Something in this file is nested too deeply for Python to read it.")),
            None,
            (Text(_("Break the long expression up into steps with names.")),),
        )
    return None


def _problem(error: SyntaxError, text: str) -> Problem:
    span = _span(error, text)
    row = text.split("\n")[span.line - 1] if text else ""
    message, advice = _said(error.msg or "", row)
    return Problem("syntax-error", message, span, (*advice, Text(_("Correct this line first: nothing can be run before that."))))


def _said(words: str, row: str) -> tuple[Text, tuple[Text, ...]]:
    for pattern, template in _WORDS:
        if match := re.match(pattern, words):
            return Text(template, match.groupdict()), _meant(match.groupdict())
    taken = re.match(r"\s*(?P<word>\w+)\s*=", row)
    if taken and keyword.iskeyword(taken["word"]):
        return Text(_("`{word}` is a word of Python's own, and can't be the name of a variable."), taken.groupdict()), ()
    return (
        Text(_("Python can't read what stands here, or just before it.")),
        (Text(_("In Python's own words: “{words}”."), {"words": words.rstrip(".")}),),
    )


def _meant(fields: Mapping[str, str]) -> tuple[Text, ...]:
    meant = _MEANT.get(fields.get("character", ""))
    return (Text(_("Perhaps `{meant}` is meant."), {"meant": meant}),) if meant else ()


def _span(error: SyntaxError, text: str) -> Span:
    """Python's position, in characters."""
    line = max(error.lineno or 1, 1)
    rows = text.split("\n")
    length = len(rows[line - 1]) if line <= len(rows) else 0
    column = min(max((error.offset or 1) - 1, 0), length)
    end_line = error.end_lineno if error.end_lineno and error.end_lineno >= line else line
    end_column = (error.end_offset or 0) - 1
    if end_line == line and end_column <= column:
        end_column = column + 1
    return Span(line, column, end_line, max(end_column, 0))


def _zero_byte(text: str) -> Problem:
    """A text that Python refuses before it parses it."""
    before = text[: text.index("\0")]
    line, column = before.count("\n") + 1, len(before) - (before.rfind("\n") + 1)
    return Problem(
        "syntax-error",
        Text(_("There is a zero byte here, and Python reads no text that holds one.")),
        Span(line, column, line, column + 1),
        (Text(_("Delete it, or save the file as plain text (UTF-8).")),),
    )
