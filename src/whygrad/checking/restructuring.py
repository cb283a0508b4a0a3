"""Changes to how an expression is put together: its parentheses, its order, factors dropped, sums taken apart or merged."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from whygrad.checking.changes import Change
from whygrad.checking.edits import Editor
from whygrad.checking.evaluate import FAILED, Values, evaluated, tried
from whygrad.checking.grouping import regroupings
from whygrad.checking.spelling import factors_of, merged_sum, substituted, tight, zipped
from whygrad.tracing.source import Edit, span_of


def without_factors(editor: Editor, node: ast.BinOp) -> Iterator[Change]:
    """Of a product of three or more, two neighbours dropped: `g * a * (1 - a)` → `g`."""
    factors = list(factors_of(node))
    if len(factors) < 3 or not all(editor.source.is_original(factor) for factor in factors):
        return
    parent = editor.expression.parent.get(node)
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Mult):
        return
    for start in range(len(factors) - 1):
        dropped, kept = factors[start : start + 2], [*factors[:start], *factors[start + 2 :]]
        columns = [editor.expression.values[factor] for factor in kept]
        values: Values = [tried(_product, *row) for row in zip(*columns, strict=True)]
        written = " * ".join(tight(factor, editor.source.code_of(factor)) for factor in kept)
        change = editor.change("drop", (node,), {node: values}, editor.spelled(node, written), 1.0, editor.source.code_of(node), written)
        part = " * ".join(tight(factor, editor.source.code_of(factor)) for factor in dropped)
        pairs = zip(*(editor.expression.values[factor] for factor in dropped), strict=True)
        change.detail, change.part, change.part_values = "*", part, [tried(_product, *row) for row in pairs]
        yield change


def split(editor: Editor, node: ast.BinOp) -> Iterator[Change]:
    """A long product as the sum of two: `a * b * c * d` → `a * b + c * d`."""
    factors = list(factors_of(node))
    if len(factors) < 4 or node is not editor.expression.root or not all(editor.source.is_original(factor) for factor in factors):
        return
    for place in range(2, len(factors) - 1):
        halves = factors[:place], factors[place:]
        columns = [editor.expression.values[factor] for factor in factors]
        values: Values = [tried(_two_products, place, *row) for row in zip(*columns, strict=True)]
        written = " + ".join(" * ".join(tight(factor, editor.source.code_of(factor)) for factor in half) for half in halves)
        change = editor.change(
            "operator", (node,), {node: values}, editor.spelled(node, written), 1.1, editor.source.code_of(node), written
        )
        change.detail = "*→+"
        yield change


def regrouped(editor: Editor) -> Iterator[Change]:
    """Other parentheses."""
    root = editor.expression.root
    for edits, text in regroupings(editor.source, root):
        trial = ast.parse(text, mode="eval").body
        values = evaluated(trial, editor.expression.environments)
        if values != editor.expression.values[root]:
            yield editor.change(
                "regroup", (root,), {root: values}, (edits,), 0.8 + 0.05 * len(edits), editor.source.code_of(root), text, trial=trial
            )


def reordered(editor: Editor) -> Iterator[Change]:
    """Two entries of a display in each other's place."""
    root = editor.expression.root
    if not isinstance(root, ast.Tuple | ast.List) or not all(editor.source.is_original(item) for item in root.elts):
        return
    # names that only change places are a likelier slip than formulas that do
    cost = 0.9 if all(isinstance(item, ast.Name) for item in root.elts) else 1.0
    for i, j in combinations(range(len(root.elts)), 2):
        first, second = root.elts[i], root.elts[j]
        edits = (Edit(span_of(first), editor.source.code_of(second)), Edit(span_of(second), editor.source.code_of(first)))
        texts = [editor.source.code_of(item) for item in root.elts]
        texts[i], texts[j] = texts[j], texts[i]
        yield editor.change("order", (root,), {}, (edits,), cost, editor.source.code_of(root), ", ".join(texts))


def side_by_side(editor: Editor) -> Iterator[Change]:
    """One loop through two lists for a loop inside a loop."""
    root = editor.expression.root
    if not editor.source.is_original(root):
        return
    for node, text in zipped(editor.source, root):
        edits = (Edit(span_of(node), text),)
        trial = ast.parse(substituted(editor.source, root, edits), mode="eval").body
        values = evaluated(trial, editor.expression.environments)
        if FAILED not in values:
            change = editor.change("regroup", (root,), {root: values}, (edits,), 1.0, editor.source.code_of(node), text, trial=trial)
            change.detail = "zip"
            yield change


def other_lists(editor: Editor) -> Iterator[Change]:
    """A list that is gone through, or handed to a function, by another of the same length."""
    lists = {
        name: value
        for name, value in editor.expression.environments[0].items()
        if isinstance(value, list | tuple) and not name.startswith("__") and name not in editor.scope.hidden
    }
    for node in ast.walk(editor.expression.root):
        if (
            not isinstance(node, ast.Name)
            or node.id not in lists
            or node in editor.expression.values
            or not editor.source.is_original(node)
        ):
            continue
        for name, value in lists.items():
            if name != node.id and len(value) == len(lists[node.id]):
                old, new = (("gradient" if each in editor.scope.gradients else "forward") for each in (node.id, name))
                change = Change("replace", (node,), {}, ((Edit(span_of(node), name),),), 1.0, node.id, name)
                change.old_role, change.new_role = old, new  # type: ignore[assignment]
                yield change


def merged(editor: Editor) -> Iterator[Change]:
    """`sum(a) * sum(b)` as one sum of products, where both go through the same."""
    for node in editor.editable:
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
            continue
        factors = list(factors_of(node))
        for first, second in combinations(factors, 2):
            text = merged_sum(editor.source, first, second)
            if text is None:
                continue
            kept = [editor.source.code_of(factor) for factor in factors if factor not in (first, second)]
            written = " * ".join(
                [*(tight(f, c) for f, c in zip([f for f in factors if f not in (first, second)], kept, strict=True)), text]
            )
            trial = ast.parse(written, mode="eval").body
            values = evaluated(trial, editor.expression.environments)
            change = editor.change(
                "regroup", (node,), {node: values}, editor.spelled(node, written), 1.0, editor.source.code_of(node), written
            )
            change.detail = "sum"
            yield change


def _two_products(place: int, *factors: Any) -> Any:
    return math.prod(factors[:place]) + math.prod(factors[place:])


def _product(*factors: Any) -> Any:
    return math.prod(factors)
