"""Operators on calls and matrix products: sums and their axes, transposes, copies, masks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from benchmarks.diagnosis.site import Change, Site

Shape = tuple[int, ...]
_COMPARE: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Gt: (">=", "<"),
    ast.GtE: (">", "<"),
    ast.Lt: ("<=", ">"),
    ast.LtE: ("<", ">"),
    ast.Eq: ("!=", ">="),
    ast.NotEq: ("==",),
}


def called(node: ast.expr) -> tuple[str, ast.expr, list[ast.expr]] | None:
    """Of `np.f(x, …)` and `x.f(…)`: the name, x, and the other arguments."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return None
    if isinstance(node.func.value, ast.Name) and node.func.value.id == "np":
        return (node.func.attr, node.args[0], node.args[1:]) if node.args else None
    return node.func.attr, node.func.value, node.args


def reductions(site: Site) -> Iterator[Change]:
    """A sum away, over another axis, without its axis, or as a mean."""
    for node in site.expressions:
        found = called(node)
        if found is None or found[0] not in ("sum", "mean"):
            continue
        name, over, rest = found
        assert isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        whole = any(node is value for _, value in site.values)
        if site.graded(over) or site.region.loss:
            slugs = ("broadcast-not-summed",) if whole else ("broadcast-not-summed", "diagonal-jacobian")
            yield site.to(node, site.atom(over), *slugs)
        other = "mean" if name == "sum" else "sum"
        function = site.text(node.func)
        yield site.to(node.func, function[: -len(name)] + other, "constant-factor")
        yield from _axes(site, node, over, rest)
        yield from _factors(site, node, over)


def _axes(site: Site, node: ast.Call, over: ast.expr, rest: list[ast.expr]) -> Iterator[Change]:
    shape = site.shape(over) or ()
    axes = [key.value for key in node.keywords if key.arg == "axis"] + rest[:1]
    for axis in axes:
        if isinstance(axis, ast.Tuple):
            for number, element in enumerate(axis.elts):
                taken = {site.text(one) for one in axis.elts}
                for k in range(len(shape)):
                    if str(k) not in taken:
                        yield site.to(element, str(k), "wrong-axis")
                if len(axis.elts) > 1:
                    kept = [site.text(one) for k, one in enumerate(axis.elts) if k != number]
                    yield site.to(axis, f"({', '.join(kept)},)", "wrong-axis", "broadcast-not-summed")
        else:
            for k in range(len(shape)):
                yield site.to(axis, str(k), "wrong-axis")
            yield site.to(axis, "None", "wrong-axis", "summed-components")
    for key in node.keywords:
        if key.arg == "keepdims":
            yield site.to(key.value, "False", "wrong-axis", "shape-coincidence")


def _factors(site: Site, node: ast.Call, over: ast.expr) -> Iterator[Change]:
    """`(a * b).sum(…)` as `a * b.sum(…)`, or as the product of two sums."""
    if not isinstance(over, ast.BinOp) or not isinstance(over.op, ast.Mult) or site.constant(over.left) or site.constant(over.right):
        return
    left, right = site.halves(over)
    inside = (site.shape(over.left) or (), site.shape(over.right) or ())
    text, (start, end) = site.text(node), site.source.span(over)
    first = start - site.source.span(node)[0]

    def summed(part: str) -> str:
        return f"{text[:first]}{part}{text[first + end - start :]}"

    if inside[1]:
        yield site.to(node, f"({left} * {summed(right)})", "factor-outside-sum", "broadcast-not-summed")
    if inside[0]:
        yield site.to(node, f"({right} * {summed(left)})", "factor-outside-sum", "broadcast-not-summed")
    if inside[0] and inside[1]:
        yield site.to(node, f"({summed(left)} * {summed(right)})", "factor-outside-sum")


def outside(site: Site) -> Iterator[Change]:
    """`a * b.sum(…)` as `(a * b).sum(…)`."""
    for node in site.expressions:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and (found := called(node.right)) and found[0] in ("sum", "mean"):
            left, _ = site.halves(node)
            text, (start, end) = site.text(node.right), site.source.span(found[1])
            first = start - site.source.span(node.right)[0]
            product = f"({left} * ({site.text(found[1])}))"
            if site.shape(node.left):
                yield site.to(node, text[:first] + product + text[first + end - start :], "factor-outside-sum", "broadcast-not-summed")


def _fitting(one: Shape | None, two: Shape | None) -> bool:
    return one is not None and two is not None and len(one) > 0 and len(two) > 0 and one[-1] == two[-2 if len(two) > 1 else -1]


def _broadcasts(one: Shape | None, two: Shape | None) -> bool:
    try:
        return one is not None and two is not None and bool(np.broadcast_shapes(one, two))
    except ValueError:
        return False


def _product(site: Site, node: ast.expr) -> tuple[ast.expr, ast.expr, str] | None:
    """The operands of a matrix product, and how to write another."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        return node.left, node.right, "{} @ {}"
    found = called(node)
    if found is not None and found[0] in ("dot", "matmul") and len(found[2]) == 1:
        assert isinstance(node, ast.Call)
        return found[1], found[2][0], "np.dot({}, {})" if site.text(node).startswith("np.") else "{}.dot({})"
    return None


def matrices(site: Site) -> Iterator[Change]:
    """A matrix product transposed, in another order, or entry by entry; an entrywise product as a matrix product."""
    for node in site.expressions:
        found = _product(site, node)
        if found is not None:
            left, right, form = found
            one, two = site.shape(left) or (), site.shape(right) or ()
            sides = [(site.atom(left), one), (site.atom(right), two)]
            turned = [(f"{text}.T" if not text.endswith(".T") else text[:-2], shape[::-1]) for text, shape in sides]
            pairs = [(a, b) for a in (sides[0], turned[0]) for b in (sides[1], turned[1])]
            for first, second in [*pairs, *((b, a) for a, b in pairs)]:
                if (first, second) != (sides[0], sides[1]) and _fitting(first[1], second[1]):
                    yield site.to(node, form.format(first[0], second[0]), "transposed")
            if _broadcasts(one, two):
                yield site.to(node, f"({sides[0][0]} * {sides[1][0]})", "elementwise-for-matmul")
            for first, second in ((sides[0], turned[1]), (turned[0], sides[1])):
                if _broadcasts(first[1], second[1]):
                    yield site.to(node, f"({first[0]} * {second[0]})", "elementwise-for-matmul")
            if len(one) == 2 and len(two) == 2 and one == one[::-1] == two:
                yield site.to(node, f"({sides[0][0]} * {sides[1][0]})", "elementwise-for-matmul")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult) and site.graded(node):
            one, two = site.shape(node.left) or (), site.shape(node.right) or ()
            x, y = site.atom(node.left), site.atom(node.right)
            if len(one) == len(two) == 2:
                if _fitting(one, two):
                    yield site.to(node, f"({x} @ {y})", "elementwise-for-matmul")
                if _fitting(one[::-1], two):
                    yield site.to(node, f"({x}.T @ {y})", "elementwise-for-matmul", "transposed")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Add | ast.Sub) and site.graded(node):
            one, two = site.shape(node.left) or (), site.shape(node.right) or ()
            if len(one) == len(two) == 1 and one == two and not site.whole(node):
                op = {ast.Mult: "*", ast.Add: "+"}.get(type(node.op), "-")
                x, y = site.atom(node.left), site.atom(node.right)
                yield site.to(node, f"({x}[:, None] {op} {y})", "shape-coincidence")
                yield site.to(node, f"({x} {op} {y}[:, None])", "shape-coincidence")
            if len(one) == len(two) == 1 and one == two and isinstance(node.op, ast.Mult):
                x, y = site.atom(node.left), site.atom(node.right)
                yield site.to(node, f"np.dot({x}, {y})", "elementwise-for-matmul", "summed-components")


def shapes(site: Site) -> Iterator[Change]:
    """Transposes, flips, added axes, joined and stacked gradients, outer products, einsum's letters."""
    for node in site.expressions:
        if isinstance(node, ast.Attribute) and node.attr == "T":
            yield site.to(node, site.text(node.value), "transposed")
        if isinstance(node, ast.Subscript):
            elements = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            texts = [site.text(one) for one in elements]
            if any(one in ("None", "np.newaxis") for one in texts) and all(one in ("None", "np.newaxis", ":") for one in texts):
                yield site.to(node, site.text(node.value), "shape-coincidence", "wrong-axis")
                if len(texts) == 2:
                    yield site.to(node.slice, ", ".join(reversed(texts)), "shape-coincidence", "wrong-axis")
            if "::-1" in texts:
                yield site.to(node, site.text(node.value), "transposed", "wrong-index")
        found = called(node)
        if found is None:
            continue
        name, over, rest = found
        if name in ("transpose", "swapaxes", "flip", "rot90"):
            yield site.to(node, site.atom(over), "transposed", "wrong-axis")
        if name == "outer":
            yield site.to(node, f"np.outer({site.text(rest[0])}, {site.text(over)})", "transposed")
            if site.shape(over) == site.shape(rest[0]):
                yield site.to(node, f"({site.atom(over)} * {site.atom(rest[0])})", "elementwise-for-matmul")
        if name == "reshape" and site.text(rest[-1]) == "1" and site.text(node).endswith("(-1, 1)"):
            yield site.to(node, site.atom(over), "shape-coincidence", "wrong-axis")
        if name in ("concatenate", "hstack", "vstack", "stack", "array") and isinstance(over, ast.List | ast.Tuple) and len(over.elts) > 1:
            if len({site.shape(one) for one in over.elts}) == 1 and site.graded(over):
                yield site.to(node, "(" + " + ".join(site.atom(one) for one in over.elts) + ")", "summed-components")
            first, second = over.elts[:2]
            swap = (*site.to(first, site.text(second)).edits, *site.to(second, site.text(first)).edits)
            yield Change(("gradient-order", "wrong-index"), swap)
        if name == "einsum":
            yield from _einsum(site, node, over)


def _einsum(site: Site, node: ast.expr, over: ast.expr) -> Iterator[Change]:
    if not isinstance(over, ast.Constant) or not isinstance(over.value, str) or "->" not in over.value:
        return
    inputs, output = over.value.split("->")
    quote = site.text(over)[0]

    def to(letters: str, *slugs: str) -> Change:
        return site.to(over, f"{quote}{letters}{quote}", *slugs)

    if len(output) > 1:
        yield to(f"{inputs}->{output[1]}{output[0]}{output[2:]}", "transposed", "wrong-axis")
        yield to(f"{inputs}->{output[:-1]}", "summed-components", "wrong-axis")
    letters = sorted(set(inputs) - set(output) - {",", " "})
    for letter in letters[:1]:
        yield to(f"{inputs}->{letter}{output}", "broadcast-not-summed")
        for kept in output[:1]:
            yield to(f"{inputs}->{output.replace(kept, letter)}", "wrong-axis")
    parts = inputs.split(",")
    for k, part in enumerate(parts):
        if len(part) > 1:
            turned = [*parts[:k], part[1] + part[0] + part[2:], *parts[k + 1 :]]
            yield to(f"{','.join(turned)}->{output}", "transposed", "wrong-axis")


def copies(site: Site) -> Iterator[Change]:
    """A copy that isn't one."""
    for node in site.expressions:
        found = called(node)
        if found is None:
            continue
        name, over, rest = found
        if name == "copy" or (name == "array" and not rest and site.shape(over)):
            yield site.to(node, site.atom(over), "in-place-damage")
        if name in ("zeros_like", "zeros"):
            damaged = [site.text(over)] if name == "zeros_like" and isinstance(over, ast.Name | ast.Attribute) else []
            for one in damaged:
                yield site.to(node, one, "in-place-damage", "accumulator-not-zeroed")
                yield site.to(node, f"{one}.copy()", "accumulator-not-zeroed", "unfinished")
            yield site.to(
                node.func if isinstance(node, ast.Call) else node, f"np.{name.replace('zeros', 'ones')}", "accumulator-not-zeroed"
            )


def masks(site: Site) -> Iterator[Change]:
    """A mask from the wrong side, at the wrong point, or the other way around."""
    subscripts = [node.slice for one in ast.walk(site.stmt) if isinstance(one, ast.Subscript) for node in [one]]
    indexed = [node for part in subscripts for node in ast.walk(part) if isinstance(node, ast.expr)]
    for node in dict.fromkeys([*site.expressions, *indexed]):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE and site.shape(node.left) is not None:
            left, right = site.atom(node.left), site.atom(node.comparators[0])
            for op in _COMPARE[type(node.ops[0])]:
                exact = not site.whole(node.left) and isinstance(node.ops[0], ast.Eq | ast.NotEq)
                slugs = ("wrong-mask", "ties") if exact else ("wrong-mask", "wrong-index") if site.whole(node.left) else ("wrong-mask",)
                yield site.to(node, f"{left} {op} {right}", *slugs)
            if right in ("0", "0.0"):
                yield site.to(node.comparators[0], "0.5", "wrong-mask")
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            yield site.to(node, site.text(node)[1:], "wrong-mask")
        found = called(node)
        if found is None:
            continue
        name, _, rest = found
        if name == "where" and len(rest) == 2:
            start = site.to(rest[0], site.text(rest[1]))
            yield Change(("wrong-mask",), (*start.edits, *site.to(rest[1], site.text(rest[0])).edits))
            yield site.to(node, site.atom(rest[0]), "wrong-mask", "missing-local-derivative")
        if name in ("maximum", "minimum", "argmax", "argmin", "amax", "max") and isinstance(node, ast.Call):
            other = name.replace("max", "?").replace("min", "max").replace("?", "min")
            function = site.text(node.func)
            yield site.to(node.func, function[: -len(name)] + other, "wrong-mask")
