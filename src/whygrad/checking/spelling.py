"""How changed code is written: parentheses where they are needed, factors in order, parts put in the place of others."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import lru_cache

from whygrad.tracing.source import Edit, Source, span_of


def substituted(source: Source, value: ast.expr, edits: Sequence[Edit]) -> str:
    """The text of an expression with the parts that edits name replaced."""
    start, end = value.current  # type: ignore[attr-defined]
    places = {span_of(node): node.current for node in ast.walk(value) if isinstance(node, ast.expr)}  # type: ignore[attr-defined]
    text, done = "", start
    for edit in sorted(edits):
        left, right = places[edit.span]
        text, done = text + source.text[done:left] + edit.replacement, right
    return text + source.text[done:end]


def merged_sum(source: Source, first: ast.expr, second: ast.expr) -> str | None:
    """One sum for two: of comprehensions that go through the same, or of lists; of an entry and a sum, the sum of entries."""
    if isinstance(first, ast.UnaryOp) and isinstance(first.op, ast.USub):
        merged = merged_sum(source, first.operand, second)
        return None if merged is None else f"-{merged}"
    one, two = summed(first), summed(second)
    if one is None and two is not None and isinstance(first, ast.Subscript) and not isinstance(two, ast.GeneratorExp | ast.ListComp):
        one = first.value
    if one is None or two is None:
        return None
    plain = [arg for arg in (one, two) if not isinstance(arg, ast.GeneratorExp | ast.ListComp)]
    if len(plain) == 2:
        return f"sum(a * b for a, b in zip({source.code_of(one)}, {source.code_of(two)}))"
    if not plain:
        assert isinstance(one, ast.GeneratorExp | ast.ListComp)
        assert isinstance(two, ast.GeneratorExp | ast.ListComp)
        if [ast.dump(g) for g in one.generators] != [ast.dump(g) for g in two.generators]:
            return None
        inner = tight(one.elt, source.code_of(one.elt)), tight(two.elt, source.code_of(two.elt))
        start = one.elt.current[1]  # type: ignore[attr-defined]
        end = one.current[1]  # type: ignore[union-attr]
        loop = source.text[start:end].strip().rstrip(")]").rstrip()
        return f"sum({inner[0]} * {inner[1]} {loop})"
    comprehension = one if plain[0] is two else two
    assert isinstance(comprehension, ast.GeneratorExp | ast.ListComp)
    loops = comprehension.generators
    if len(loops) == 1 and isinstance(loops[0].target, ast.Name) and ast.dump(loops[0].iter) == ast.dump(plain[0]) and not loops[0].ifs:
        element = tight(comprehension.elt, source.code_of(comprehension.elt))
        return f"sum({loops[0].target.id} * {element} for {loops[0].target.id} in {source.code_of(plain[0])})"
    return None


def zipped(source: Source, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """Two loops, one inside the other, as one loop that goes through both side by side: the comprehension, and its new text."""
    for node in ast.walk(value):
        if not isinstance(node, ast.ListComp | ast.GeneratorExp):
            continue
        inner = summed(node.elt)
        outer = node.generators
        if len(outer) == 2:
            loops, element = outer, node.elt
        elif len(outer) == 1 and isinstance(inner, ast.ListComp | ast.GeneratorExp) and len(inner.generators) == 1:
            loops, element = [*outer, *inner.generators], inner.elt
        else:
            continue
        if any(loop.ifs for loop in loops):
            continue
        targets = ", ".join(source.code_of(loop.target) for loop in loops)
        lists = ", ".join(source.code_of(loop.iter) for loop in loops)
        written = f"{source.code_of(element)} for {targets} in zip({lists})"
        whole = source.code_of(node)
        brackets = "[]" if isinstance(node, ast.ListComp) else "()" if whole.startswith("(") else ("", "")
        yield node, f"{brackets[0]}{written}{brackets[1]}"


def summed(node: ast.expr) -> ast.expr | None:
    """What `sum(…)` goes through."""
    if isinstance(node, ast.UnaryOp):
        return summed(node.operand) if isinstance(node.op, ast.UAdd) else None
    is_sum = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum" and len(node.args) == 1
    return node.args[0] if is_sum else None  # type: ignore[attr-defined]


def factors_of(node: ast.expr) -> Iterator[ast.expr]:
    """The factors of a product, in order."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield from factors_of(node.left)
        yield from factors_of(node.right)
    else:
        yield node


def base_of(node: ast.expr) -> str:
    """The variable of `x[0][1]`."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


@lru_cache(maxsize=4096)
def is_loose(text: str) -> bool:
    """Does a text need parentheses to stand as an operand?"""
    node = ast.parse(text, mode="eval").body
    return isinstance(node, ast.BinOp | ast.UnaryOp | ast.IfExp | ast.Compare)


def tight(node: ast.expr, text: str) -> str:
    loose = isinstance(node, ast.IfExp | ast.Compare | ast.BoolOp | ast.Lambda)
    return f"({text})" if loose or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub)) else text
