"""Operators on sums, products, powers and names."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import numpy as np

from benchmarks.diagnosis.site import KEEP, MASK, REG, TIME, TINY, Change, Site
from benchmarks.diagnosis.source import dotted, reads, writes

_TIES = re.compile(r"ties|count|empat|n_max|how_many")
_UPSTREAM = {True: ("missing-upstream",), False: ()}
_DISPLAYS = (ast.Tuple, ast.List, ast.Dict)
_FRESH = frozenset("zeros zeros_like empty empty_like ones ones_like".split())
_PLACED: dict[type[ast.operator], str] = {ast.Mult: "multiply", ast.Add: "add", ast.Sub: "subtract", ast.Div: "divide"}
_FUNCTIONS = {"sin": ("cos",), "cos": ("sin",), "tanh": ("sin", "arctan"), "exp": ("expm1", "log1p"), "cosh": ("sinh",), "sinh": ("cosh",)}


def _scale_slugs(site: Site, node: ast.expr) -> tuple[str, ...]:
    if site.mentions(node, REG):
        return "regularisation-mismatch", "constant-factor"
    return ("mask-scale", "constant-factor") if site.keeps(node) else ("constant-factor",)


def products(site: Site) -> Iterator[Change]:
    """A factor away, or added to its neighbour."""
    for node in site.expressions:
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.Div) or site.whole(node):
            continue
        left, right = site.halves(node)
        sides = [(node.right, node.left, left)]
        if isinstance(node.op, ast.Mult):
            sides.append((node.left, node.right, right))
        for side, other, kept in sides:
            if site.constant(side):
                slugs = _scale_slugs(site, side)
            elif site.graded(side):
                slugs = () if site.graded(other) else ("missing-upstream",)
            elif site.mask(side):
                slugs = ("missing-local-derivative", "wrong-mask")
            elif site.graded(other):
                slugs = ("missing-local-derivative",)
            else:
                slugs = ("missing-local-derivative", "derivative-at-wrong-point", "wrong-power", *_UPSTREAM[site.region.loss])
            if slugs:
                yield site.to(node, kept, *slugs, *(["regularisation-mismatch"] if site.mentions(node, REG) else []))
        plain = site.constant(node.left) or site.constant(node.right)
        if isinstance(node.op, ast.Mult) and site.graded(node.left) != site.graded(node.right) and not plain:
            yield site.to(node, f"({left} + {right})", "chain-added")
            yield from _scales(site, node)
        yield from _divisions(site, node, left, right)


def _scales(site: Site, node: ast.BinOp) -> Iterator[Change]:
    """A mask's scale away, or twice."""
    left, right = site.halves(node)
    for side, text, other in ((node.left, left, right), (node.right, right, left)):
        fact = site.region.facts.get(side)
        if not isinstance(side, ast.Name | ast.Attribute) or not site.mentions(side, MASK) or fact is None or fact.kind != "f":
            continue
        yield site.to(node, f"{other} * ({text} != 0)", "mask-scale", "constant-factor")
        yield site.to(node, f"{other} * {text} * {text}", "mask-scale", "constant-factor", "double-derivative")
        for keep in (name for name in site.scope if KEEP.match(name) and site.scope[name].kind == "f"):
            yield site.to(node, f"{left} * {right} / {keep}", "mask-scale", "constant-factor")
            yield site.to(node, f"{left} * {right} * {keep}", "mask-scale", "constant-factor")


def _divisions(site: Site, node: ast.BinOp, left: str, right: str) -> Iterator[Change]:
    if isinstance(node.op, ast.Div) and not site.constant(node.right) and not site.graded(node.right):
        whole = right if isinstance(node.right, TINY) or right.startswith("(") else f"({right})"
        if not isinstance(node.right, ast.BinOp):
            yield site.to(node, f"{left} / {whole}**2", "wrong-power")
        yield site.to(node, f"{left} * {whole}", "wrong-power")
    if isinstance(node.op, ast.Mult) and left == right:
        yield site.to(node, left, "wrong-power", "missing-local-derivative")
    if isinstance(node.op, ast.Div) and site.constant(node.right):
        slugs = _scale_slugs(site, node.right)
        yield site.to(node, f"{left} * {right}", *slugs)
    counts = any(isinstance(one, ast.Compare) for one in ast.walk(node.right)) or site.mentions(node.right, _TIES)
    if isinstance(node.op, ast.Div) and counts:
        yield site.to(node, left, "ties", "constant-factor")


def chains(site: Site) -> Iterator[Change]:
    """The whole local derivative of a product away, or twice."""
    inner = {one for node in site.expressions if isinstance(node, ast.BinOp) for one in (node.left, node.right)}
    for node in site.expressions:
        if node in inner or not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult | ast.Div) or not site.graded(node):
            continue
        chain = site.chain(node)
        local = [(op, one, text) for op, one, text in chain if not site.graded(one) and not site.constant(one)]
        rest = [(op, one, text) for op, one, text in chain if site.graded(one) or site.constant(one)]
        if not local or not rest or rest[0][0] == "/" or any(op == "/" for op, _, __ in local):
            continue
        if len(local) > 1:
            kept = rest[0][2] + "".join(f" {op} {text}" for op, _, text in rest[1:])
            yield site.to(node, kept, "missing-local-derivative")
        bent = {name for _, one, __ in local if site.bent(one) and not site.mask(one) for name in reads(one)} - {"np"}
        if bent:
            more = "".join(f" * {text}" for _, one, text in local if reads(one) & bent)
            yield site.to(node, site.text(node) + more, "double-derivative")


def sums(site: Site) -> Iterator[Change]:
    """A path away, twice, or with the other sign."""
    for node in site.expressions:
        if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Add | ast.Sub) or site.whole(node):
            continue
        left, right = site.halves(node)
        minus = isinstance(node.op, ast.Sub)
        yield site.to(node, f"{left} {'+' if minus else '-'} {right}", "sign")
        top = site.region.loss and any(node is value for _, value in site.values)
        both = site.graded(node.left) and site.graded(node.right)
        for side, kept in ((node.right, left), (node.left, f"-{right}" if minus else right)):
            if not (site.graded(side) or top or site.mentions(side, REG)):
                continue
            lost = isinstance(site.stmt, ast.Assign) and ast.unparse(site.stmt.targets[0]) == ast.unparse(side)
            yield site.to(node, kept, *_path_slugs(site, node, side, minus), *(["overwritten-path"] if lost else []))
            doubled = ("regularisation-mismatch", "constant-factor") if site.mentions(side, REG) else ("doubled-path", "constant-factor")
            text = right if side is node.right else left
            twice = f"2 * {text}" if not (isinstance(side, ast.BinOp) and isinstance(side.op, ast.Add | ast.Sub)) else f"2 * ({text})"
            sign = "-" if minus else "+"
            yield site.to(node, f"{left} {sign} {twice}" if side is node.right else f"{twice} {sign} {right}", *doubled)
        if both and not minus:
            wrapped = [text if isinstance(one, TINY) else f"({text})" for one, text in ((node.left, left), (node.right, right))]
            yield site.to(node, f"{wrapped[0]} * {wrapped[1]}", "chain-added", "missing-path")
        if minus and top and isinstance(node.left, ast.Name) and site.shape(node) == site.shape(node.left):
            yield site.to(node, f"({left} - {right}) * {left} * (1 - {left})", "double-derivative")


def _path_slugs(site: Site, node: ast.BinOp, side: ast.expr, minus: bool) -> tuple[str, ...]:
    if site.mentions(side, REG):
        return "regularisation-mismatch", "missing-path"
    loop = site.region.loops.get(site.stmt)
    if loop is not None and reads(side) & _later(site, loop):
        return ("missing-time-path", "missing-path") if site.says(TIME) else ("missing-path", "missing-time-path")
    small = site.shape(side) != site.shape(node) or any(isinstance(one, ast.Call) for one in ast.walk(side))
    if small and minus and side is node.right:
        return "diagonal-jacobian", "missing-path"
    return ("missing-path", "diagonal-jacobian") if small else ("missing-path",)


def _later(site: Site, loop: ast.For) -> set[str]:
    """What the loop hands to its next turn: gradients that it assigns after they were read here."""
    found: set[str] = set()
    for stmt in ast.walk(loop):
        if isinstance(stmt, ast.Assign) and stmt.lineno > site.stmt.lineno:
            found |= writes(stmt)
    return found & site.region.gradients


def values(site: Site) -> Iterator[Change]:
    """The whole of a gradient: scaled, negated, unfinished, summed, regularised, changed in place."""
    for name, value in site.values:
        shape, atom = site.shape(value), site.atom(value)
        if shape is None or isinstance(value, ast.Constant) or site.whole(value):
            continue
        if fresh(value):
            continue
        if not site.constant(value):
            yield site.to(value, f"2 * {atom}", "constant-factor", "doubled-path")
            yield site.to(value, f"0.5 * {atom}", "constant-factor")
            yield site.to(value, f"-{atom}", "sign")
            yield site.to(value, f"np.zeros_like({site.text(value)})", "unfinished")
            for size in [one for one in ("N", "n", "m", "T", "B") if one in site.scope and site.scope[one].kind == "i"]:
                yield site.to(value, f"{atom} / {size}", "constant-factor")
        if shape:
            yield site.to(value, f"np.sum({site.text(value)})", "summed-components", "wrong-axis")
        if len(shape) == 2:
            yield site.to(value, f"{atom}.T", "transposed")
        if len(shape) == 1 and not isinstance(site.stmt, ast.AugAssign):
            yield site.to(value, f"{atom}[:, None]", "shape-coincidence")
        if len(shape) == 2 and shape[1] == 1 and not isinstance(site.stmt, ast.AugAssign):
            yield site.to(value, f"{atom}.ravel()", "shape-coincidence")
        own = site.own(name)
        if own is not None and site.scope[own].shape == shape:
            yield site.to(value, f"{own}.copy()" if shape else own, "unfinished", "forward-value-for-gradient")
            for reg in [
                one for one in site.scope if REG.match(one) and site.region.loss and site.given(own) and not site.mentions(value, REG)
            ]:
                yield site.to(value, f"{site.text(value)} + {reg} * {own}", "regularisation-mismatch")
        yield from _in_place(site, value)


def fresh(value: ast.expr) -> bool:
    """`np.zeros(…)` and the like."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute) and value.func.attr in _FRESH


def _in_place(site: Site, value: ast.expr) -> Iterator[Change]:
    if isinstance(value, ast.BinOp) and (name := _PLACED.get(type(value.op))) and site.shape(value):
        left, right = site.halves(value)
        for side in (value.left, value.right):
            if isinstance(side, ast.Name) and site.shape(side) == site.shape(value):
                yield site.to(value, f"np.{name}({left}, {right}, out={side.id})", "in-place-damage")


def names(site: Site) -> Iterator[Change]:
    """One name for another that has the same shape."""
    shaped = {one for node in site.expressions if isinstance(node, ast.Attribute) for one in [node.value]}
    called = {node.func for node in site.expressions if isinstance(node, ast.Call)}
    for node in site.expressions:
        if node in called or not isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or (node in shaped and _measured(site, node)):
            continue
        if (isinstance(node, ast.Attribute) and node.attr == "T") or site.constant(node):
            continue
        graded = site.graded(node)
        around = [one for one in site.expressions if node in set(ast.walk(one)) and not site.graded(one) and not isinstance(one, _DISPLAYS)]
        bent = any(site.bent(one) for one in around)
        compared = any(isinstance(one, ast.Compare) for one in around)
        owned = {own for name, _ in site.values if (own := site.own(name))}
        for other in list(site.alike(node))[:6]:
            if graded and other in site.region.gradients:
                made = _definition(site, dotted(node))
                yield site.to(node, other, "wrong-variable", *(["missing-local-derivative"] if other in made else []))
            elif graded:
                yield site.to(node, other, "forward-value-for-gradient", "wrong-variable")
            elif other not in site.region.gradients and not other.startswith("self.d"):
                slugs: tuple[str, ...] = ("wrong-mask",) if compared else ("derivative-at-wrong-point",) if bent else ()
                slugs += ("product-rule-unswapped",) if other in owned and not compared else ()
                yield site.to(node, other, *slugs, "wrong-variable")
        added = {
            side
            for one in site.expressions
            if isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add | ast.Sub)
            for side in (one.left, one.right)
        }
        if graded and site.shape(node) is not None and not isinstance(site.stmt, ast.Return) and node not in added:
            yield site.to(node, f"np.ones_like({site.text(node)})", "missing-upstream")
        if not graded and not compared and site.shape(node) and site.graded(site.roots[0]) and not site.constant(node):
            for own in sorted(owned - {dotted(node) or ""}):
                if _fits(site.scope[own].shape, site.shape(node) or ()):
                    yield site.to(node, own, "product-rule-unswapped", "wrong-variable")


def _measured(site: Site, node: ast.expr) -> bool:
    above = [one for one in site.expressions if isinstance(one, ast.Attribute) and one.value is node]
    return any(one.attr in ("shape", "size", "ndim", "dtype") or one not in site.region.facts for one in above) and not any(
        one.attr in ("sum", "dot", "T", "copy", "reshape", "mean") for one in above
    )


def _definition(site: Site, name: str | None) -> set[str]:
    """The names that a gradient was made from."""
    return {read for stmt in site.region.blocks if isinstance(stmt, ast.Assign) and name in writes(stmt) for read in reads(stmt.value)}


def _fits(one: tuple[int, ...], two: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(one, two) == two and one != two
    except ValueError:
        return False


def formulas(site: Site) -> Iterator[Change]:
    """The derivative of another function, or at another point; powers."""
    for node in site.expressions:
        match node:
            case ast.BinOp(op=ast.Pow(), left=base, right=exponent):
                left, right = site.halves(node)
                yield site.to(node, left, "wrong-power")
                for wrong in ("3", "2") if right != "2" else ("3",):
                    yield site.to(node, f"{left} ** {wrong}", "wrong-power")
                if isinstance(exponent, ast.UnaryOp):
                    yield site.to(node, f"{left} ** {right.lstrip('-')}", "wrong-power", "sign")
                    yield site.to(node, f"{left} ** ({right} + 1)", "wrong-power")
                if not site.graded(base) and isinstance(base, ast.Name | ast.Attribute) and right == "2":
                    yield site.to(node, f"np.tanh({left}) ** 2", "derivative-at-wrong-point")
            case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), args=[only]) if not node.keywords and not site.graded(
                only
            ):
                for other in _FUNCTIONS.get(name, ()):
                    yield site.to(
                        node.func, f"np.{other}", "derivative-at-wrong-point", "sign" if other in ("sin", "cos") else "wrong-variable"
                    )
                if name in ("sqrt", "square"):
                    yield site.to(node, site.atom(only), "wrong-power")
                elif name in ("exp", "tanh", "cos", "log"):
                    yield site.to(node, site.atom(only), "derivative-at-wrong-point")
            case ast.UnaryOp(op=ast.USub(), operand=operand) if not isinstance(operand, ast.Constant):
                yield site.to(node, site.text(node)[1:].lstrip(), "sign")
            case ast.BinOp(
                op=ast.Mult(),
                left=ast.Name() as base,
                right=ast.BinOp(op=ast.Sub(), left=ast.Constant(value=1 | 1.0), right=ast.Name() as same),
            ) if base.id == same.id:
                squash = f"(1 / (1 + np.exp(-{base.id})))"
                yield site.to(node, f"{squash} * (1 - {squash})", "derivative-at-wrong-point")
                yield site.to(node, f"(1 - {base.id} ** 2)", "derivative-at-wrong-point", "wrong-power")
            case ast.BinOp(op=ast.Mult(), left=ast.Name() as s, right=ast.BinOp(op=ast.Sub(), left=ast.Name() as d)) if (
                site.graded(d) and not site.graded(s) and site.shape(s) == site.shape(d)
            ):
                yield site.to(node, f"{s.id} * (1 - {s.id}) * {d.id}", "diagonal-jacobian")
