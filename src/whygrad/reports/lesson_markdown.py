"""A lesson in Markdown, with formulas as GitHub and GitLab show them: in fences, where no Markdown touches a backslash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from whygrad.reports.lesson import Block, Changes, Equation, Formula, GateHead, Heading, Lesson, Prose, Row, Way
from whygrad.reports.lesson_latex import SIGNS, distinct

#: What a written file begins with: it tells that it may be written again.
MARK = "<!-- whygrad derive -->"
#: What would be markup outside of code.
_SPECIAL = re.compile(r"([\\*_\[\]<>#$~|])")


def markdown(lesson: Lesson) -> str:
    """The whole file."""
    blocks = [f"# {prose(lesson.title)}", *(part for block in lesson.blocks for part in written(block))]
    return f"{MARK}\n\n" + "\n\n".join(blocks) + "\n"


def written(block: Block) -> Iterator[str]:
    """The paragraphs of one block."""
    writers: Mapping[type, Any] = {
        Heading: lambda one: f"## {prose(one.text)}",
        Prose: lambda one: f"> {prose(one.text)}" if one.why else prose(one.text),
        Equation: _equation,
        GateHead: lambda one: f"**{prose(one.title)}:** {inline(one.formula)}",
        Way: lambda one: inline(Formula("", r" \leftarrow ".join(name.latex for name in one.names))),
        Changes: lambda one: _fence("diff", [f"{sign} {number:>{one.gutter}}  {text}" for sign, number, text in one.rows]),
    }
    if isinstance(block, Row):
        if all(len(item.sides) == 2 for item in block.items):
            yield ", ".join(inline(Formula("", " = ".join(distinct(item)))) for item in block.items)
        else:
            yield from (_equation(item) for item in block.items)
    else:
        yield writers[type(block)](block)


def _equation(block: Equation) -> str:
    first, *rest = distinct(block)
    sign = SIGNS[block.sign]
    if len(rest) < 2:
        made = _fence("math", [f" {sign} ".join([first, *rest])])
        return made + ("\n\n" + _fence("python", code_lines(block)) if block.shapes and block.role == "gradient" else "")
    rows = [f"{first} &{sign} {rest[0]}", *(f"&= {side}" for side in rest[1:])]
    return _fence("math", [r"\begin{aligned}", *(row + r" \\" for row in rows[:-1]), rows[-1], r"\end{aligned}"])


def code_lines(block: Equation) -> list[str]:
    """The equation as code."""
    return [*block.before, f" {block.sign} ".join(side.text for side in block.sides)]


def inline(formula: Formula) -> str:
    """A formula within a line, in the form in which GitHub leaves its backslashes alone."""
    return f"$`{formula.latex}`$"


def _fence(kind: str, lines: Iterable[str]) -> str:
    text = "\n".join(lines)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{kind}\n{text}\n{fence}"


def prose(text: str) -> str:
    r"""Prose: what would be markup is none; code stays code.

    >>> prose("2 * x of `a*b`")
    '2 \\* x of `a*b`'
    """
    parts = re.split(r"(`[^`\n]*`)", text)
    return "".join(part if k % 2 else _SPECIAL.sub(r"\\\1", part) for k, part in enumerate(parts))
