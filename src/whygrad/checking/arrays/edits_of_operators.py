"""Changes to operators: another one, an operand too many, other parentheses, one kind of product for another."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor, index_detail, kind_of, some_axes, turned
from whygrad.checking.arrays.writing import Written, name, negative, times

_SYMBOLS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**"}
_KINDS = {symbol: kind for kind, symbol in _SYMBOLS.items()}
_OTHERS = {"+": "-*", "-": "+*", "*": "/+", "/": "*", "@": "", "**": "*"}
_COMPARE: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}

#: The condition for all other cases; and the one that is rather meant where a value is passed on, or not.
_OPPOSITE = {">": "<=", "<=": ">", "<": ">=", ">=": "<", "==": "!=", "!=": "=="}
_TURNED = {**_OPPOSITE, ">": "<", "<": ">"}


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one expression."""
    if isinstance(node, ast.BinOp) and type(node.op) in _SYMBOLS:
        yield from _dropped(editor, node)
        yield from _two_dropped(editor, node)
        yield from _exchanged(editor, node)
        yield from _regrouped(editor, node)
    elif (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)
    ):
        yield editor.make(node, editor.text(node.operand), "negate", 0.9)
    elif isinstance(node, ast.Compare):
        yield from _compared(editor, node)
    if isinstance(node, ast.Name | ast.Attribute) and kind_of(editor.values.get(id(node), 0)) == "b":
        yield editor.make(node, Written(f"~{editor.text(node).at(writing.UNARY)}", writing.UNARY), "negate", 1.1)


def _dropped(editor: Editor, node: ast.BinOp) -> Iterator[Candidate]:
    left, right, symbol = editor.text(node.left), editor.text(node.right), _SYMBOLS[type(node.op)]
    for keep, gone in ((node.left, node.right), (node.right, node.left)):
        if gone is node.left and symbol == "**":
            continue
        shown = left if keep is node.left else right
        if gone is node.left:
            shown = negative(shown) if symbol == "-" else writing.over(name("1"), shown) if symbol == "/" else shown
        if gone is node.right and symbol == "**":
            yield editor.make(node, shown, "replace", 1.2, detail="exponent")
            continue
        yield editor.make(
            node,
            shown,
            "drop",
            1.0
            if _stands_twice(editor, keep, gone, symbol)
            else 1.15
            if isinstance(gone, ast.Constant)
            else 1.3
            if editor.role(gone) != "gradient" or symbol in "+-"
            else 1.5,
            detail=symbol,
            part=editor.source.code_of(gone),
            factor=editor.number(gone),
            old_role=editor.role(gone),
            is_repeated=symbol == "*" and _stands_twice(editor, keep, gone, symbol),
            is_rate=editor.shape(keep) == (),
        )


def _stands_twice(editor: Editor, keep: ast.expr, gone: ast.expr, symbol: str) -> bool:
    """Is a factor among the others, too, or a term?"""
    own = editor.source.code_of(gone)
    factors = _terms_of(keep) if symbol == "+" else [*factors_of(keep), *([keep.right] if isinstance(keep, ast.BinOp) else [])]
    return not isinstance(gone, ast.Constant) and any(editor.source.code_of(one) == own for one in factors)


def _terms_of(node: ast.expr) -> list[ast.expr]:
    is_sum = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    return [*_terms_of(node.left), *_terms_of(node.right)] if is_sum else [node]  # type: ignore[attr-defined]


def _one_sum(editor: Editor, node: ast.BinOp) -> Iterator[Candidate]:
    """One sum of products for a product of two sums, one mean of products for a product of two means."""
    a, b = node.left, node.right
    if not (
        isinstance(a, ast.Call) and isinstance(b, ast.Call) and isinstance(a.func, ast.Attribute) and isinstance(b.func, ast.Attribute)
    ):
        return
    what, own = a.func.attr, editor.source.code_of(a.func)
    if what not in ("sum", "mean") or b.func.attr != what:
        return
    is_function = own == editor.source.code_of(b.func) and own in (f"np.{what}", f"numpy.{what}") and a.args and b.args
    one, other = (a.args[0], b.args[0]) if is_function else (a.func.value, b.func.value)
    both = times(editor.text(one), editor.text(other))
    options = [editor.source.code_of(option) for option in (a.args[1:] if is_function else a.args)]
    options += [f"{option.arg}={editor.source.code_of(option.value)}" for option in a.keywords]
    text = f"{own}({', '.join([both.text, *options])})" if is_function else f"({both.text}).{what}({', '.join(options)})"
    yield editor.make(node, Written(text), "regroup", 1.2, detail="sum")


def factors_of(node: ast.expr) -> list[ast.expr]:
    """The factors of a product, from left to right."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        return [*factors_of(node.left), *factors_of(node.right)]
    return [node]


def _two_dropped(editor: Editor, node: ast.BinOp) -> Iterator[Candidate]:
    """Two factors too many, side by side: a derivative that was applied twice."""
    outer = editor.place.parent(node)
    factors = factors_of(node)
    if len(factors) < 3 or (isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult)):
        return
    for length in range(2, min(len(factors), 5)):
        for k in range(len(factors) - length + 1):
            kept = [editor.text(one) for one in (*factors[:k], *factors[k + length :])]
            text, gone = kept[0], editor.text(factors[k])
            for one in kept[1:]:
                text = times(text, one)
            for factor in factors[k + 1 : k + length]:
                gone = times(gone, editor.text(factor))
            before = {editor.source.code_of(one) for one in (*factors[:k], *factors[k + length :])}
            again = all(editor.source.code_of(one) in before for one in factors[k : k + length])
            yield editor.make(node, text, "drop", 1.2 if again else 1.5, detail="*", part=gone.text, old_role="forward", is_repeated=again)


def _exchanged(editor: Editor, node: ast.BinOp) -> Iterator[Candidate]:
    left, right, symbol = editor.text(node.left), editor.text(node.right), _SYMBOLS[type(node.op)]
    for other in _OTHERS[symbol]:
        made = writing.OPERATORS[_KINDS[other]](left, right)
        if id(node) in editor.in_index:
            cost = 1.1 if {symbol, other} == {"+", "-"} else 1.25
            yield editor.make(node, made, "replace", cost, detail=index_detail(editor.source.code_of(node)))
            continue
        number = editor.number(node.right)
        is_vain = other == "*" and any(editor.is_zero(one) or isinstance(one, ast.Constant) for one in (node.left, node.right))
        yield editor.make(
            node,
            made,
            "operator",
            1.0 if {symbol, other} == {"+", "-"} else 1.8 if is_vain else 1.3,
            detail=f"{symbol}→{other}",
            part=right.text,
            factor=number,
        )
    if symbol in "-/":
        yield editor.make(node, writing.OPERATORS[type(node.op)](right, left), "operator", 1.4, detail=f"{symbol} swapped")
    if symbol == "@":
        yield from products(editor, node, node.left, node.right, writing.matmul)
        yield from by_entries(editor, node, left, right)
    if symbol == "*":
        for k, way in enumerate(_ways(left, right)):
            yield editor.make(node, editor.style.matmul(*way), "product", 1.2 if k else 1.15)
        yield from _one_sum(editor, node)
        yield editor.make(node, Written(f"np.outer({left.text}, {right.text})"), "product", 1.6, detail="outer")


def by_entries(editor: Editor, node: ast.expr, left: Written, right: Written) -> Iterator[Candidate]:
    """`a * b` in the place of a product of matrices; all the likelier where nothing but one number is left."""
    cost = 0.9 if editor.shape(node) == (1, 1) else 1.3
    for x in dict.fromkeys((left, turned(left))):
        for y in dict.fromkeys((right, turned(right))):
            yield editor.make(node, times(x, y), "product", cost)


def _ways(a: Written, b: Written) -> list[tuple[Written, Written]]:
    """Two factors in both orders, each turned or not: as they are comes first."""
    return [
        (turned(x) if first else x, turned(y) if second else y)
        for x, y in ((a, b), (b, a))
        for first in (False, True)
        for second in (False, True)
    ]


def products(editor: Editor, node: ast.expr, a: ast.expr, b: ast.expr, make: Callable[[Written, Written], Written]) -> Iterator[Candidate]:
    """A matrix product with its factors transposed or exchanged."""
    for way in _ways(editor.text(a), editor.text(b))[1:]:
        yield editor.make(node, make(*way), "transpose", 1.2)


def _regrouped(editor: Editor, node: ast.BinOp) -> Iterator[Candidate]:
    """`a * (b - c)` for `a * b - c`, and the other way."""
    make = writing.OPERATORS[type(node.op)]
    for inner, is_left in ((node.left, True), (node.right, False)):
        if not isinstance(inner, ast.BinOp) or type(inner.op) not in writing.OPERATORS or type(inner.op) is type(node.op):
            continue
        make_inner = writing.OPERATORS[type(inner.op)]
        a, b = editor.text(inner.left), editor.text(inner.right)
        other = editor.text(node.right if is_left else node.left)
        yield editor.make(node, make_inner(a, make(b, other)) if is_left else make_inner(make(other, a), b), "regroup", 1.5)


def _compared(editor: Editor, node: ast.Compare) -> Iterator[Candidate]:
    if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARE:
        return
    left, right = editor.text(node.left).at(writing.SUM), editor.text(node.comparators[0]).at(writing.SUM)
    sets = any(isinstance(one, ast.Subscript) and isinstance(one.ctx, ast.Store) for one in editor.place.ancestors(node))
    own = editor.source.code_of(node)
    parts = editor.source.code_of(editor.place.statement).count(own) > 1  # one stands for the other cases, perhaps
    other = (_OPPOSITE if sets or parts else _TURNED).get(_COMPARE[type(node.ops[0])])
    for kind, symbol in _COMPARE.items():
        if kind is not type(node.ops[0]):
            cost = 1.3 if isinstance(editor.place.parent(node), ast.If | ast.IfExp | ast.While) else 1.0
            cost -= 0.01 * (symbol == other)
            yield editor.make(node, Written(f"{left} {symbol} {right}", writing.LOOSE), "operator", cost, detail="compare")
    shape = editor.shape(node)
    if isinstance(node.ops[0], ast.Gt | ast.GtE | ast.Lt | ast.LtE) and ".abs(" not in left:  # `|e| > eps`, say
        size = Written(f"np.abs({left}) {_COMPARE[type(node.ops[0])]} {right}", writing.LOOSE)
        yield editor.make(node, size, "operator", 1.25, detail="compare")
    if isinstance(node.ops[0], ast.Eq) and shape and max(shape) > 1:  # several may be equal to the largest, and share
        mask = Written(f"({own})")
        counts = [f"({own}).sum()", *(f"({own}).sum(axis={axes}, keepdims=True)" for axes in some_axes(len(shape)) if len(shape) > 1)]
        for k, count in enumerate(counts):
            by = writing.over(mask, Written(count))
            yield editor.make(node, by, "scale", 1.5 + 0.01 * k, detail="/", part=count, has_mask=True)
    if editor.shape(node.left):
        yield editor.make(node, editor.text(node.left), "scale", 1.4, detail="*", part=editor.source.code_of(node.left), has_mask=True)
