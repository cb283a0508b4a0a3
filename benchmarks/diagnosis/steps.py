"""Operators on whole statements, indices, windows, and the order of things."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from benchmarks.diagnosis.arithmetic import fresh
from benchmarks.diagnosis.site import REG, TIME, Change, Site
from benchmarks.diagnosis.source import Edit, dotted, reads, writes

_WINDOW = re.compile(
    r"stride|pad|pool|kern|window|passo|^(h|w|hs|ws|H|W|HH|WW|KH|KW|kh|kw|fh|fw|FH|FW|Hp|Wp|Ho|Wo|s|k|p|di|dj|top|lef?t?)\d?$"
)


def augmented(site: Site) -> Iterator[Change]:
    """`+=` as `=` or `-=`; `*=` away; an addition at repeated indices that keeps one."""
    stmt = site.stmt
    if isinstance(stmt, ast.AugAssign):
        start = site.source.span(stmt.target)[1]
        end = site.source.span(stmt.value)[0]
        sign = re.search(r"[-+*/@%]+=", site.source.text[start:end])
        assert sign is not None
        place = (start + sign.start(), start + sign.end())

        def operator(new: str, *slugs: str) -> Change:
            return Change(slugs, (Edit(*place, new),))

        if isinstance(stmt.op, ast.Add | ast.Sub):
            lost = ["duplicate-index-lost"] if _repeats(site, stmt.target) else []
            if isinstance(stmt.op, ast.Add):
                yield operator("=", "overwritten-path", *lost)
            yield operator("-=" if isinstance(stmt.op, ast.Add) else "+=", "sign")
            yield from site.removed(*_removed_slugs(site, stmt))
            if not site.mentions(stmt.value, REG):
                yield site.to(stmt.value, f"2 * {site.atom(stmt.value)}", "doubled-path", "constant-factor")
            else:
                for text in (f"2 * {site.atom(stmt.value)}", f"0.5 * {site.atom(stmt.value)}"):
                    yield site.to(stmt.value, text, "regularisation-mismatch", "constant-factor")
        elif isinstance(stmt.op, ast.Mult | ast.Div):
            slugs: tuple[str, ...] = ("constant-factor",) if site.constant(stmt.value) else ("missing-local-derivative",)
            slugs = ("missing-local-derivative", "wrong-mask") if site.mask(stmt.value) else slugs
            slugs = ("missing-upstream",) if site.graded(stmt.value) else slugs
            if isinstance(stmt.op, ast.Div) and site.mask(stmt.value):
                slugs = ("ties", "constant-factor", "missing-local-derivative")
            slugs = ("mask-scale", "constant-factor") if site.keeps(stmt.value) else slugs
            yield from site.removed(*slugs)
            yield operator("/=" if isinstance(stmt.op, ast.Mult) else "*=", "wrong-power" if slugs[0][0] != "c" else "constant-factor")
            if slugs[0] == "missing-local-derivative":
                yield operator("+=", "chain-added")
                if "wrong-mask" not in slugs and site.bent(stmt.value):
                    yield site.to(stmt.value, f"({site.text(stmt.value)}) * {site.atom(stmt.value)}", "double-derivative", "wrong-power")
    yield from _scattered(site)


def _repeats(site: Site, target: ast.expr) -> bool:
    """Whether the places of a target come from an array or a loop, and so may be the same twice."""
    if not isinstance(target, ast.Subscript):
        return False
    parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
    return all(isinstance(one, ast.Name) for one in parts) and any(site.whole(one) for one in parts)


def _removed_slugs(site: Site, stmt: ast.AugAssign) -> tuple[str, ...]:
    return ("regularisation-mismatch", "missing-path") if site.mentions(stmt.value, REG) else ("missing-path",)


def _scattered(site: Site) -> Iterator[Change]:
    """np.add.at."""
    match site.stmt:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr="add"), attr="at"), args=[table, index, value])):
            where = site.text(index)
            where = where[1:-1] if isinstance(index, ast.Tuple) and where.startswith("(") else where
            for op in ("+=", "="):
                slugs = ("duplicate-index-lost", *(["overwritten-path"] if op == "=" else []))
                yield site.to(site.stmt, f"{site.text(table)}[{where}] {op} {site.text(value)}", *slugs)
            yield site.to(value, f"2 * {site.atom(value)}", "doubled-path", "constant-factor")
            yield from site.removed("missing-path", "unfinished")


def assigned(site: Site) -> Iterator[Change]:
    """An assignment that accumulates across calls, hands nothing on in time, sets a mask's zeros, or comes with an early update."""
    stmt = site.stmt
    if not isinstance(stmt, ast.Assign) or len(stmt.targets) != 1:
        return
    target, value = stmt.targets[0], stmt.value
    name = site.target or ""
    if isinstance(target, ast.Attribute) and name.startswith("self.") and name in site.region.gradients:
        yield site.to(value, f'getattr(self, "{target.attr}", 0) + {site.atom(value)}', "accumulator-not-zeroed")
    if name == "self.grads" and isinstance(target, ast.Subscript):
        yield site.to(value, f"self.grads.get({site.text(target.slice)}, 0) + {site.atom(value)}", "accumulator-not-zeroed")
    if isinstance(target, ast.Subscript) and isinstance(value, ast.Constant):
        masked = any(isinstance(one, ast.Compare | ast.Invert) for one in ast.walk(target.slice))
        yield from site.removed("missing-local-derivative", "wrong-mask", *([] if masked else ["wrong-index"]))
    loop = site.region.loops.get(stmt)
    if loop is not None and isinstance(target, ast.Name) and name in site.region.gradients and site.shape(value):
        read = {
            one
            for inner in ast.walk(loop)
            if isinstance(inner, ast.stmt) and inner.lineno < stmt.lineno and inner is not loop
            for one in reads(inner)
        }
        first = [one.lineno for one in ast.walk(loop) if isinstance(one, ast.Assign) and name in writes(one)]
        if name in read and min(first) == stmt.lineno:
            yield site.to(value, f"np.zeros_like({site.text(value)})", "missing-time-path", "unfinished")
            yield from site.removed("missing-time-path", "missing-path")
    own = site.own(name)
    shown = site.text(target)
    if (
        own is not None
        and own != name
        and site.given(own)
        and not fresh(value)
        and site.scope[own].shape == site.shape(value)
        and _read_later(site, own)
    ):
        slugs = "updated-before-use", "wrong-variable"
        change = site.to(stmt, f"{site.text(stmt)}; {own} = {own} - 0.1 * {shown}", *slugs)
        yield change._replace(lines=tuple(_read_later(site, own)))


def _read_later(site: Site, name: str) -> list[int]:
    block = site.region.blocks[site.stmt]
    place = next(k for k, one in enumerate(block) if one is site.stmt)
    return [one.lineno for one in block[place + 1 :] if name in reads(one)]


def carried(site: Site) -> Iterator[Change]:
    """A call's result, or a sum, without what comes from the next step of time: the gradient that the loop hands on becomes zeros."""
    loop = site.region.loops.get(site.stmt)
    if loop is None:
        return
    later = {name for one in ast.walk(loop) if isinstance(one, ast.Assign) and one.lineno >= site.stmt.lineno for name in writes(one)}
    before = {name for one in ast.walk(loop) if isinstance(one, ast.Assign) and one.lineno < site.stmt.lineno for name in writes(one)}
    seeds = later & site.region.gradients - before
    for node in site.expressions:
        if isinstance(node, ast.Name) and node.id in seeds and node.id in site.scope and not _sized(site, node):
            added = any(
                isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add) and node in (one.left, one.right) for one in site.expressions
            )
            slugs = ("missing-time-path", "missing-path") if added and site.says(TIME) else ("missing-path", "missing-time-path")
            yield site.to(node, f"np.zeros_like({node.id})", *slugs, "unfinished")
            yield site.to(node, f"(2 * {node.id})", "doubled-path", "constant-factor")


def _sized(site: Site, node: ast.Name) -> bool:
    return any(isinstance(one, ast.Attribute) and one.value is node and one.attr == "shape" for one in site.expressions)


def order(site: Site) -> Iterator[Change]:
    """Two of the returned gradients change places; one is left unfinished."""
    if not isinstance(site.stmt, ast.Return):
        return
    value = site.stmt.value
    entries = site.roots if isinstance(value, ast.Tuple) else []
    grads = entries[0] if len(entries) == 1 else value
    if isinstance(grads, ast.Dict):
        entries = grads.values
    entries = [one for one in entries if isinstance(one, ast.expr) and site.graded(one)]
    for k, one in enumerate(entries):
        for two in entries[k + 1 :]:
            edits = (*site.to(one, site.text(two)).edits, *site.to(two, site.text(one)).edits)
            yield Change(("gradient-order",), edits)
        if len(entries) > 1 and isinstance(one, ast.Name):
            yield site.to(one, "None", "unfinished", "gradient-order")
            yield site.to(one, f"np.zeros_like({one.id})", "unfinished")
            own = site.own(one.id)
            if own is not None and own != one.id and site.scope[own].shape == site.scope.get(one.id, (None, None))[1]:
                yield site.to(one, own, "unfinished", "forward-value-for-gradient")


def _subscripts(site: Site) -> Iterator[ast.Subscript]:
    for root in ast.iter_child_nodes(site.stmt):
        if isinstance(root, ast.expr):
            for node in ast.walk(root):
                if isinstance(node, ast.Subscript):
                    yield node


def indices(site: Site) -> Iterator[Change]:
    """Another entry, another slice, another loop's variable; windows with other strides, pads, offsets."""
    counters = [name for name, value in site.scope.items() if value.kind == "i" and value.shape == () and not name.startswith("_")]
    for node in _subscripts(site):
        sized = isinstance(node.value, ast.Attribute) and node.value.attr == "shape"
        for part in node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]:
            if isinstance(part, ast.Constant) and isinstance(part.value, int):
                slugs = ("wrong-index", "constant-factor") if sized else ("wrong-index",)
                for number in {part.value + 1, part.value - 1} - {-1}:
                    yield site.to(part, str(number), *slugs)
            elif isinstance(part, ast.Name) and part.id in counters:
                window = ("window-arithmetic",) if _windowed(site, part) else ()
                for other in [one for one in counters if one != part.id and _counts(site, one) == _counts(site, part.id)][:2]:
                    yield site.to(part, other, *window, "wrong-index")
                yield site.to(part, f"{part.id} - 1", "wrong-index")
            elif isinstance(part, ast.Slice):
                yield from _slices(site, part)
            elif isinstance(part, ast.BinOp) and site.whole(part):
                yield from _terms(site, part)
                yield site.to(part, site.halves(part)[0], "wrong-index")
    heads = [site.stmt.iter] if isinstance(site.stmt, ast.For) else []
    whole = [one for one in site.roots if isinstance(site.stmt, ast.Assign) and site.whole(one)]
    for root in [*heads, *whole]:
        for one in ast.walk(root):
            if isinstance(one, ast.BinOp):
                yield from _terms(site, one)
            elif isinstance(one, ast.Name) and _windowed(site, one) and one.id in counters:
                for other in _twins(one.id, counters):
                    yield site.to(one, other, "window-arithmetic", "wrong-index")


def _windowed(site: Site, node: ast.expr) -> bool:
    """Whether a number tells where a window lies, in a program that has windows."""
    return (
        any(_WINDOW.search(name) for name in reads(node))
        and re.search("stride|pad|pool|kernel|conv|janela|passo", site.source.text) is not None
    )


def _counts(site: Site, name: str) -> bool:
    """Whether a loop counts it."""
    return any(isinstance(one, ast.For) and name in reads(one.target) for one in ast.walk(site.region.function))


def _twins(name: str, known: list[str]) -> list[str]:
    table = str.maketrans("hHiwWj", "wWjhHi")
    return [other for other in dict.fromkeys((name.translate(table), "H" if name == "W" else "")) if other in known and other != name]


def _slices(site: Site, part: ast.Slice) -> Iterator[Change]:
    text = site.text(part)
    windowed = _windowed(site, part)
    slugs = ("window-arithmetic", "wrong-index") if windowed else ("wrong-index",)
    for bound in (part.lower, part.upper):
        if bound is None:
            continue
        if isinstance(bound, ast.BinOp):
            yield from _terms(site, bound)
        elif isinstance(bound, ast.Constant):
            yield site.to(bound, f"{bound.value + 1}" if isinstance(bound.value, int) else "1", *slugs)
        elif isinstance(bound, ast.Name):
            yield site.to(bound, f"{bound.id} + 1", *slugs)
    if part.lower is not None and part.upper is not None and part.step is None:
        low, high = site.text(part.lower), site.text(part.upper)
        first, last = site.atom(part.lower), site.atom(part.upper)
        if high == f"-{low}":
            yield site.to(part, f":-2 * {low}", *slugs)
            yield site.to(part, f"2 * {low}:", *slugs)
        else:
            yield site.to(part, f"{first} - 1 : {last} - 1", *slugs)
            yield site.to(part, f"{first} + 1 : {last} + 1", *slugs)
    elif text == ":-1":
        yield site.to(part, "1:", *slugs)
    elif text == "1:":
        yield site.to(part, ":-1", *slugs)


def _terms(site: Site, node: ast.BinOp) -> Iterator[Change]:
    """Terms of a whole number: away, or changed."""
    windowed = _windowed(site, node)
    slugs = ("window-arithmetic", "wrong-index") if windowed else ("wrong-index",)
    left, right = site.halves(node)
    yield site.to(node, left, *slugs)
    if isinstance(node.op, ast.Mult | ast.Add):
        yield site.to(node, right, *slugs)
    if isinstance(node.op, ast.Add | ast.Sub):
        yield site.to(node, f"{left} {'-' if isinstance(node.op, ast.Add) else '+'} {right}", *slugs)
    for one in (node.left, node.right):
        if isinstance(one, ast.BinOp):
            yield from _terms(site, one)


def tied(site: Site) -> Iterator[Change]:
    """The place of a maximum as a mask, or as all places: where maxima are equal, each gets the full gradient."""
    match site.stmt:
        case ast.Assign(value=ast.Call(func=ast.Attribute(attr="unravel_index"), args=[ast.Call(args=[over]), *_]) as found):
            yield site.to(found, f"np.nonzero({site.text(over)} == {site.text(over)}.max())", "ties")
        case ast.Assign(targets=[ast.Subscript() as target], value=value) | ast.AugAssign(target=ast.Subscript() as target, value=value):
            place = target.slice.elts[-1] if isinstance(target.slice, ast.Tuple) else None
            own = site.own(dotted(target) or "")
            if own is None or not isinstance(place, ast.Name) or len(site.scope[own].shape) != 2 or len(site.shape(value) or ()) != 1:
                return
            if re.search(rf"\b{place.id} = .*argmax", site.source.text):
                mask = f"({own} == {own}.max(axis=1, keepdims=True))"
                yield site.to(site.stmt, f"{site.text(target.value)}[...] = {mask} * {site.atom(value)}[:, None]", "ties")
