"""Crash repair: the small edits with which a program that Python stops would go on, from the exception's own words."""

from __future__ import annotations

import ast
import builtins
import difflib
import importlib.util
import math
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

from whygrad.checking.problems import crash_span
from whygrad.checking.report import Related
from whygrad.checking.values import is_number
from whygrad.text import Text, _
from whygrad.tracing.running import Crash
from whygrad.tracing.script import Program
from whygrad.tracing.source import Edit, Source, Span, span_of

#: Repairs of one program, one after another, before it is given up.
MAX_REPAIRS = 8

#: What people call a module that they forgot to import.
_ALIASES = {"np": "numpy", "pd": "pandas", "plt": "matplotlib.pyplot"}


@dataclass(frozen=True)
class Repair:
    """Edits that let the program pass the place where it crashed, and what they mean."""

    slug: str
    span: Span
    edits: tuple[Edit, ...]
    message: Text
    explanation: tuple[Text, ...]
    related: tuple[Related, ...] = ()
    certain: bool = True


def repairs(crash: Crash, program: Program) -> Iterator[Repair]:
    """Repairs to try, the likeliest first. Whether the program then gets further is for the caller to see."""
    exception, span = crash.exception, crash_span(crash)
    if span is None:
        return
    if isinstance(exception, UnboundLocalError):
        return
    if isinstance(exception, NameError) and exception.name:
        yield from _unknown_name(exception.name, span, crash, program)
    elif isinstance(exception, AttributeError) and exception.name and exception.obj is not None:
        yield from _unknown_attribute(exception, span, program)
    elif isinstance(exception, TypeError):
        yield from _wrapped(exception, span, crash, program)
    elif isinstance(exception, IndexError):
        yield from _other_index(span, crash, program)


# --- names


def _unknown_name(name: str, span: Span, crash: Crash, program: Program) -> Iterator[Repair]:
    module = _ALIASES.get(name, name)
    start = _import_place(program.source)
    known = {key for key in crash.names if not key.startswith("__")} | set(dir(builtins))
    close = [match for match in difflib.get_close_matches(name, sorted(known), n=2, cutoff=0.75) if match != name]
    if name in sys.stdlib_module_names or module != name:
        line = f"import {module}" if module == name else f"import {module} as {name}"
        if module == name or importlib.util.find_spec(module.split(".", 1)[0]) is not None:
            yield _import(name, line, span, start)
    elif name in vars(math) and not name.startswith("_"):
        yield _import(name, f"from math import {name}", span, start)
    for match in close:
        yield Repair(
            "wrong-variable",
            span,
            (Edit(span, match),),
            Text(_("There is no `{name}`; did you mean `{match}`?"), {"name": name, "match": match}),
            (Text(_("Python stops here with NameError, since nothing has this name.")),),
            certain=False,
        )


def _import(name: str, line: str, span: Span, start: Span) -> Repair:
    return Repair(
        "missing-import",
        span,
        (Edit(start, f"{line}\n"),),
        Text(_("`{name}` is used here, but it is never imported."), {"name": name}),
        (Text(_("Python stops here with NameError. `{line}` at the top of the file makes the name known."), {"line": line}),),
    )


def _import_place(source: Source) -> Span:
    """Where an import goes: before the first statement that is neither the docstring nor a __future__ import."""
    for position, statement in enumerate(source.tree.body):
        is_docstring = position == 0 and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        is_future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        if not (is_docstring or is_future):
            first = min([statement.lineno, *[d.lineno for d in getattr(statement, "decorator_list", [])]])
            return Span(first, 0, first, 0)
    return Span(1, 0, 1, 0)


def _unknown_attribute(exception: AttributeError, span: Span, program: Program) -> Iterator[Repair]:
    """`math.exponent`: a name that the module lacks, close to one that it has."""
    node = next((n for n in ast.walk(program.tree) if isinstance(n, ast.Attribute) and span_of(n) == span), None)
    if node is None or exception.name is None or not isinstance(exception.obj, type(sys)):
        return
    names = [name for name in dir(exception.obj) if not name.startswith("_")]
    owner = program.source.code_of(node.value)
    for match in difflib.get_close_matches(exception.name, names, n=2, cutoff=0.6):
        yield Repair(
            "wrong-variable",
            span,
            (Edit(span, f"{owner}.{match}"),),
            Text(_("There is no `{name}`; did you mean `{match}`?"), {"name": f"{owner}.{exception.name}", "match": f"{owner}.{match}"}),
            (Text(_("Python stops here with AttributeError, since the module has nothing of this name.")),),
            certain=False,
        )


# --- numbers in a list by accident


def _wrapped(exception: TypeError, span: Span, crash: Crash, program: Program) -> Iterator[Repair]:
    """A list of one number where a number is needed: unwrapped where it is made, else where it is used."""
    node = next((n for n in ast.walk(program.tree) if isinstance(n, ast.expr) and span_of(n) == span), None)
    if node is None:
        return
    words = str(exception).rstrip(".")
    named = [part for part in ast.walk(node) if isinstance(part, ast.Name) and _is_wrapped(crash.names.get(part.id))]
    for part in named:
        for statement in ast.walk(program.tree):
            if isinstance(statement, ast.Assign) and any(isinstance(t, ast.Name) and t.id == part.id for t in statement.targets):
                edits = unwrapping(program.source, statement.value)
                if edits:
                    yield _unwrap(part.id, span_of(statement.value), edits, words, span)
    for part in named:
        used = span_of(part)
        yield replace(_unwrap(part.id, used, (Edit(used, f"{part.id}[0]"),), words, span), certain=False)


def _is_wrapped(value: object) -> bool:
    return isinstance(value, list | tuple) and len(value) == 1 and is_number(value[0])


def unwrapping(source: Source, value: ast.expr) -> tuple[Edit, ...]:
    """The edits that make `[a]`, `(a,)` or `a,` the number a; none if it is nothing of the kind."""
    if not isinstance(value, ast.List | ast.Tuple) or len(value.elts) != 1 or isinstance(value.elts[0], ast.Starred):
        return ()
    start, end = value.current  # type: ignore[union-attr]
    inner_end = value.elts[0].current[1]  # type: ignore[attr-defined]
    if isinstance(value, ast.List):
        comma = source.text[inner_end:end].find(",")
        closing = inner_end + comma if comma >= 0 else end - 1
        return (Edit(source.span(start, start + 1), ""), Edit(source.span(closing, end), ""))
    comma = inner_end + source.text[inner_end:end].rindex(",")
    return (Edit(source.span(comma, comma + 1), ""),)


def _unwrap(name: str, span: Span, edits: tuple[Edit, ...], words: str, used: Span) -> Repair:
    related = () if used == span else (Related(used, Text(_("here a number is needed; Python says: {words}"), {"words": words})),)
    return Repair(
        "wrapped-scalar",
        span,
        edits,
        Text(_("`{name}` is a list or tuple of one number here, where a number is meant."), {"name": name}),
        (Text(_("Python stops with TypeError, because arithmetic is for numbers. Without the wrapping, it is the number itself.")),),
        related,
    )


# --- an index that is out of range


def _other_index(span: Span, crash: Crash, program: Program) -> Iterator[Repair]:
    node = next((n for n in ast.walk(program.tree) if isinstance(n, ast.Subscript) and span_of(n) == span), None)
    if (
        node is None
        or not isinstance(node.slice, ast.Constant | ast.Name | ast.BinOp | ast.UnaryOp)
        or not isinstance(node.value, ast.Name)
    ):
        return
    size = len(crash.names[node.value.id]) if isinstance(crash.names.get(node.value.id), list | tuple) else 0
    index = program.source.code_of(node.slice)
    fixed = [str(place) for place in range(min(size, 8) - 1, -1, -1)]
    others = fixed if isinstance(node.slice, ast.Constant) else [f"{index} - 1", *fixed[:1]]
    for other in others:
        yield Repair(
            "wrong-index",
            span,
            (Edit(span_of(node.slice), other),),
            Text(
                _("`{code}` reaches past the end: `{name}` has {size} entries."),
                {"code": program.source.code_of(node), "name": node.value.id, "size": size},
            ),
            (Text(_("Python stops here with IndexError. The first entry is number 0, so the last is number {last}."), {"last": size - 1}),),
            certain=False,
        )
