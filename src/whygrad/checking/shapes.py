"""Values of another shape than the gradient's: entries added up that belong side by side, and the other way round."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise

from whygrad.checking.changes import Change
from whygrad.checking.evaluate import is_real
from whygrad.checking.places import Workplace, summed_comprehension
from whygrad.tracing.source import Edit, Source, Span, span_of


def _terms(node: ast.expr) -> list[ast.expr]:
    """The terms of a sum, in order."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [*_terms(node.left), node.right]
    return [node]


def reshaped(source: Source, workplace: Workplace) -> Iterator[tuple[list[Change], list[ast.expr]]]:
    """The entries that a gradient of the right shape would have, with the changes that make them so."""
    assert workplace.targets is not None
    value, target = workplace.value, workplace.targets[0]
    if isinstance(target, list) and all(is_real(item) for item in target):
        display = isinstance(value, ast.List | ast.Tuple)
        inner = value.elts[0] if display and len(value.elts) == 1 else value  # type: ignore[attr-defined]
        terms = _terms(inner)
        if len(terms) == len(target) and (not display or len(value.elts) == 1) and len(terms) > 1:  # type: ignore[attr-defined]
            edits = _separated(source, terms, bracketed=display)
            yield [Change("split", (inner,), {}, (edits,), 1.0, source.code_of(inner), detail="apart")], terms
        elif (summed := summed_comprehension(value)) is not None:
            edits = _enclosed(source, value, summed, "[", "]")
            inner = ast.ListComp(summed.elt, summed.generators)
            yield [Change("split", (value,), {}, (edits,), 1.0, source.code_of(value), detail="apart")], [inner]
    elif is_real(target) and isinstance(value, ast.List | ast.Tuple) and len(value.elts) > 1:
        edits = _joined(source, value)
        joined = " + ".join(source.code_of(item) for item in value.elts)
        change = Change("split", (value,), {}, (edits,), 1.0, source.code_of(value), joined, detail="joined")
        whole: ast.expr = value.elts[0]
        for item in value.elts[1:]:
            whole = ast.BinOp(whole, ast.Add(), item)
        yield [change], [whole]
    elif is_real(target) and isinstance(value, ast.ListComp | ast.Name | ast.Attribute | ast.Subscript):
        code = source.code_of(value)
        start, end = value.current  # type: ignore[union-attr]
        if isinstance(value, ast.ListComp):
            edits = (Edit(source.span(start, start + 1), "sum("), Edit(source.span(end - 1, end), ")"))
        else:
            edits = (Edit(span_of(value), f"sum({code})"),)
        change = Change("split", (value,), {}, (edits,), 1.0, code, f"sum({code})", detail="together")
        yield [change], [ast.Call(ast.Name("sum", ast.Load()), [value], [])]


def _enclosed(source: Source, call: ast.expr, inner: ast.expr, left: str, right: str) -> tuple[Edit, ...]:
    """The edits that put other signs around what a call takes: `sum(…)` → `[…]`."""
    start, end = call.current  # type: ignore[attr-defined]
    opening = source.text.index("(", start) + 1
    first = inner.current[0] + 1 if isinstance(inner, ast.ListComp) else opening  # type: ignore[attr-defined]
    last = inner.current[1] - 1 if isinstance(inner, ast.ListComp) else end - 1  # type: ignore[attr-defined]
    return (Edit(source.span(start, first), left), Edit(source.span(last, end), right))


def _separated(source: Source, terms: list[ast.expr], *, bracketed: bool) -> tuple[Edit, ...]:
    """The edits that put commas for the + between terms, and brackets around all if there are none."""
    edits = []
    for left, right in pairwise(terms):
        start, end = left.current[1], right.current[0]  # type: ignore[attr-defined]
        plus = start + source.text[start:end].index("+")
        while plus > start and source.text[plus - 1] in " \t":
            plus -= 1
        edits.append(Edit(source.span(plus, start + source.text[start:end].index("+") + 1), ","))
    if not bracketed:
        first, last = span_of(terms[0]), span_of(terms[-1])
        edits.append(Edit(Span(*first[:2], *first[:2]), "["))
        edits.append(Edit(Span(*last[2:], *last[2:]), "]"))
    return tuple(edits)


def _joined(source: Source, value: ast.List | ast.Tuple) -> tuple[Edit, ...]:
    """The edits that put + for the commas of a display, and take its brackets away."""
    start, end = value.current  # type: ignore[union-attr]
    edits = []
    if source.text[start] in "[(":
        edits += [Edit(source.span(start, start + 1), ""), Edit(source.span(end - 1, end), "")]
    for left, right in pairwise(value.elts):
        gap = left.current[1]  # type: ignore[attr-defined]
        comma = gap + source.text[gap : right.current[0]].index(",")  # type: ignore[attr-defined]
        edits.append(Edit(source.span(comma, comma + 1), " +"))
    return tuple(edits)
