"""A lesson as one HTML file: formulas in MathML, which browsers draw and screen readers read by themselves; no script, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from whygrad.reports.hypertext import color
from whygrad.reports.lesson import Block, Changes, Equation, GateHead, Heading, Lesson, Prose, Row, Way
from whygrad.reports.lesson_latex import distinct
from whygrad.reports.lesson_markdown import code_lines
from whygrad.text import _

Code = Callable[[str], str]

#: What a written file begins with: it tells that it may be written again.
MARK = "<!doctype html>\n<!-- whygrad derive -->"
#: Characters of a formula, or of a line of code, that may not fit a small screen.
LONG = 32
NO_MATHML = _("To write formulas as MathML I need the library math-core, which isn't installed.")
HOW_TO_INSTALL = _("Install it with: pip install 'whygrad[html]'")

_STYLE = """
:root { color-scheme: light dark; --ink: #1d1f24; --paper: #fdfdfb; --soft: #5b6270; --line: #d9dce1; --value: #14702c; --gradient: #b3261e;
  --why: #f2f0e6; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --paper: #17191e; --soft: #a5adbb; --line: #3a3f4a; --value: #6fd08a;
  --gradient: #ff8a80; --why: #24262c; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.0625rem/1.55 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; } h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.6rem 0 .2rem; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .92em; }
pre { overflow-x: auto; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .4rem; line-height: 1.4; }
.maths + pre { margin: -.2rem 0 .4rem; padding: .1rem 0; border: 0; color: var(--soft); font-size: .85em; }
p { margin: .5rem 0; } .quiet { color: var(--soft); }
.why { background: var(--why); border-left: .25rem solid var(--soft); padding: .4rem .8rem; border-radius: 0 .4rem .4rem 0; }
.maths { overflow-x: auto; overflow-y: hidden; padding: .45rem 0; } .row { display: flex; flex-wrap: wrap; gap: .2rem 2.2rem; }
math { font-size: 1.12em; } math[display="block"] { width: max-content; max-width: none; margin: 0; text-align: left; }
.level2, .maths + pre.level2 { margin-left: 1.2rem; } .level3 { margin-left: 2.4rem; }
.equation mtd { padding: .2em .12em; text-align: left; } .equation mtd:first-child { text-align: right; }
.value { color: var(--value); } .gradient { color: var(--gradient); }
.minus { color: var(--gradient); } .plus { color: var(--value); }
@media print { :root { --ink: #000; --paper: #fff; } h2, h3 { break-after: avoid; } .maths { break-inside: avoid; } }
"""


#: In a notebook, which has its own colours and letters.
_PART_STYLE = """
.whygrad-lesson h2 { font-size: 1.2em; } .whygrad-lesson h3 { font-size: 1em; }
.whygrad-lesson math { font-size: 1.12em; } .whygrad-lesson math[display="block"] { width: max-content; margin: 0; text-align: left; }
.whygrad-lesson .maths { overflow-x: auto; overflow-y: hidden; padding: .45rem 0; }
.whygrad-lesson .row { display: flex; flex-wrap: wrap; gap: .2rem 2.2rem; }
.whygrad-lesson .level2 { margin-left: 1.2rem; } .whygrad-lesson .level3 { margin-left: 2.4rem; }
.whygrad-lesson .equation mtd { padding: .2em .12em; text-align: left; } .whygrad-lesson mtd:first-child { text-align: right; }
.whygrad-lesson .why { border-left: .25rem solid; padding: .2rem .8rem; }
.whygrad-lesson .maths + pre { margin: -.2rem 0 .4rem; opacity: .8; }
.whygrad-lesson .value, .whygrad-lesson .plus { color: GREEN; }
.whygrad-lesson .gradient, .whygrad-lesson .minus { color: RED; }
""".replace("GREEN", color("green")).replace("RED", color("red"))


class NoMathML(ImportError):
    """The library that turns LaTeX into MathML isn't installed."""


def html(lesson: Lesson) -> str:
    """The whole file. Raises NoMathML where the library isn't installed."""
    body = "\n".join(written(block) for block in lesson.blocks)
    title = re.sub("`", "", lesson.title)
    return (
        f'{MARK}\n<html lang="{escape(lesson.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n'
        f"</head>\n<body>\n<main>\n<h1>{prose(lesson.title)}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def part(lesson: Lesson) -> str:
    """The blocks in an element that can stand anywhere, such as in a notebook: with its own style, which is for nothing else."""
    body = "\n".join(written(block) for block in lesson.blocks)
    return f'<div class="whygrad-lesson" lang="{escape(lesson.language)}"><style>{_PART_STYLE}</style>\n{body}\n</div>'


def written(block: Block, code: Code = escape) -> str:
    """One block; `code` makes HTML of a line of code."""
    writers: Mapping[type, Any] = {
        Heading: lambda one: f"<h2>{prose(one.text)}</h2>",
        Prose: _prose,
        Equation: lambda one: _equation(one, code),
        Row: lambda one: f'<div class="row level{one.level}">{"".join(_equation(item, code) for item in one.items)}</div>',
        GateHead: lambda one: f"<h3>{prose(one.title)}</h3>\n{_maths(one.formula.latex)}",
        Way: lambda one: _maths(r" \leftarrow ".join(name.latex for name in one.names), one.level),
        Changes: _changes,
    }
    made: str = writers[type(block)](block)
    return made


def _prose(block: Prose) -> str:
    classes = " ".join([*(["why"] if block.why else ["quiet"] if block.quiet else []), f"level{block.level}"])
    return f'<p class="{classes}">{prose(block.text)}</p>'


def _equation(block: Equation, code: Code) -> str:
    """A table of one row a side: the equals signs stand below one another, and the result has a colour of its own."""
    first, *rest = distinct(block)
    if not rest:
        return _maths(first, block.level)
    rows = []
    for k, side in enumerate(rest):
        kind = f' class="{block.role}"' if block.is_result and k == len(rest) - 1 else ""
        left = mathml(first) if k == 0 else ""
        rows.append(f"<mtr><mtd>{left}</mtd><mtd><mo>{escape(block.sign)}</mo></mtd><mtd{kind}>{mathml(side)}</mtd></mtr>")
    table = f'<mtable class="equation" displaystyle="true">{"".join(rows)}</mtable>'
    made = f'<div class="maths level{block.level}"{_focus(sum(map(len, (first, *rest))))}><math display="block">{table}</math></div>'
    if block.shapes and block.role == "gradient":
        lines = code_lines(block)
        made += f'\n<pre class="level{block.level}"{_focus(max(map(len, lines)))}>' + "\n".join(map(code, lines)) + "</pre>"
    return made


def _focus(length: int) -> str:
    """What may be wider than a small screen can be reached, and so scrolled, by keyboard."""
    return ' tabindex="0"' if length > LONG else ""


def _maths(latex: str, level: int = 1) -> str:
    return f'<div class="maths level{level}"{_focus(len(latex))}><math display="block">{mathml(latex)}</math></div>'


@lru_cache(maxsize=4096)
def mathml(latex: str) -> str:
    """The elements of a formula, to stand within `math`. Raises NoMathML where the library isn't installed."""
    made: str = _converter().convert_with_local_state(latex, displaystyle=True)
    inside = made[made.index(">") + 1 : made.rindex("</math>")]
    return f"<mrow>{inside}</mrow>"


@lru_cache
def _converter() -> Any:
    try:
        from math_core import LatexToMathML
    except ImportError:
        raise NoMathML(NO_MATHML) from None
    return LatexToMathML()


def _code(lines: Iterable[str]) -> str:
    return '<pre tabindex="0">' + "\n".join(lines) + "</pre>"


def _changes(block: Changes) -> str:
    kinds = {"-": "minus", "+": "plus"}
    rows = [
        f'<span class="{kinds[sign]}">{number:>{block.gutter}} {escape(sign)} {escape(text)}</span>' for sign, number, text in block.rows
    ]
    return _code(rows)


def prose(text: str) -> str:
    """Prose with its code set off.

    >>> prose("is `a < b`?")
    'is <code>a &lt; b</code>?'
    """
    parts = re.split(r"`([^`\n]*)`", text)
    return "".join(f"<code>{escape(part)}</code>" if k % 2 else escape(part) for k, part in enumerate(parts))
