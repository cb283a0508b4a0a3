"""A lesson in LaTeX: a part to paste into a text, or a document that compiles by itself. Both need amsmath and amssymb only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from whygrad.autodiff.notation import latex_text
from whygrad.reports.lesson import Block, Changes, Equation, GateHead, Heading, Lesson, Prose, Row, Way

#: What stands between the sides.
SIGNS = {"=": "=", "+=": r"\mathrel{+}="}
#: What a written file begins with: it tells that it may be written again.
MARK = "% whygrad derive"
_PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[margin=2.5cm]{geometry}
\usepackage{amsmath,amssymb}
\setlength{\parindent}{0pt}
\setlength{\parskip}{4pt plus 2pt}
\allowdisplaybreaks
\emergencystretch=3em
\begin{document}
"""


def latex_document(lesson: Lesson) -> str:
    """A document of its own."""
    title = rf"\section*{{{prose(lesson.title)}}}"
    return f"{MARK}\n{_PREAMBLE}{title}\n\n{latex_part(lesson)}\\end{{document}}\n"


def latex_part(lesson: Lesson) -> str:
    """The blocks alone."""
    return "\n".join(block for each in lesson.blocks for block in written(each))


def written(block: Block) -> Iterator[str]:
    """One block, each of its paragraphs with a line break at its end."""
    writers: Mapping[type, Any] = {
        Heading: lambda one: rf"\subsection*{{{prose(one.text)}}}",
        Prose: _prose,
        Equation: _equation,
        Row: lambda one: display(r" \qquad ".join(" = ".join(distinct(item)) for item in one.items)) if _is_short(one) else None,
        GateHead: lambda one: rf"\paragraph{{{prose(one.title)}}}" + "\n" + display(one.formula.latex),
        Way: lambda one: display(r" \leftarrow ".join(name.latex for name in one.names)),
        Changes: lambda one: _code([f"{number:>{one.gutter}} {sign} {text}" for sign, number, text in one.rows]),
    }
    made = writers[type(block)](block)
    if made is None:
        assert isinstance(block, Row)
        for item in block.items:
            yield from written(item)
    else:
        yield f"{made}\n"


def _is_short(row: Row) -> bool:
    return all(len(item.sides) == 2 for item in row.items) and sum(len(side.latex) for item in row.items for side in item.sides) < 200


def _prose(block: Prose) -> str:
    text = prose(block.text)
    if block.why:
        return rf"\begin{{quote}}\textit{{{text}}}\end{{quote}}"
    return rf"{{\small {text}}}" + "\n" if block.quiet else f"{text}\n"


def _equation(block: Equation) -> str:
    first, *rest = distinct(block)
    if not rest:
        return display(first)
    rows = [f"{first} &{SIGNS[block.sign]} {rest[0]}", *(f"  &= {side}" for side in rest[1:])]
    inside = " \\\\\n".join(rows)
    return f"\\[\n\\begin{{aligned}}\n{inside}\n\\end{{aligned}}\n\\]"


def distinct(block: Equation) -> list[str]:
    """The sides in LaTeX, none of which looks like the one before it."""
    return [side.latex for k, side in enumerate(block.sides) if k == 0 or side.latex != block.sides[k - 1].latex]


def display(formula: str) -> str:
    """A formula on a line of its own."""
    return f"\\[ {formula} \\]"


def _code(lines: Any) -> str:
    return "\\begin{flushleft}\\ttfamily\n" + " \\\\\n".join(latex_text(line).replace(" ", "~") for line in lines) + "\n\\end{flushleft}"


def prose(text: str) -> str:
    r"""Prose with its code set off.

    >>> prose("the 5% of `a_1`")
    'the 5\\% of \\texttt{a\\_1}'
    """
    parts = re.split(r"`([^`\n]*)`", text)
    return "".join(rf"\texttt{{{latex_text(part)}}}" if k % 2 else latex_text(part) for k, part in enumerate(parts))
