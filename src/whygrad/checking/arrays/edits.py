"""The error model on arrays: all the small changes by which one expression may differ from the one that was meant."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate, Workplace
from whygrad.checking.arrays.scope import Atom, Scope
from whygrad.checking.arrays.writing import Written, name, negative, part, plus, times, written

#: Functions and methods that reduce over axes.
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var")
_SWAPPED = {
    "sum": ("mean",),
    "mean": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "exp": ("log",),
    "log": ("exp",),
    "sin": ("cos",),
    "cos": ("sin",),
}
_SWAPPED |= {
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "sqrt": ("square",),
}
_SWAPPED |= {"tanh": ("cosh",), "argmax": ("argmin",), "sinh": ("cosh",), "cosh": ("sinh",)}
_COMPARE: dict[type[ast.cmpop], str] = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "==", ast.NotEq: "!="}
#: By how well-known a local derivative is: the derivatives of tanh, sigmoid, relu, … written in a value of the forward pass.
_LOCAL: tuple[Callable[[str], Written], ...] = (
    lambda v: Written(f"1 - {v}**2", writing.SUM),
    lambda v: Written(f"{v} * (1 - {v})", writing.PRODUCT),
    lambda v: Written(f"{v} > 0", writing.LOOSE),
    lambda v: Written(f"2 * {v}", writing.PRODUCT),
    lambda v: Written(f"1 / {v}", writing.PRODUCT),
    lambda v: Written(f"{v}**2", writing.POWER),
    lambda v: Written(f"-1 / {v}**2", writing.PRODUCT),
    lambda v: Written(f"np.exp({v})"),
    lambda v: Written(f"np.exp(-{v})"),
    lambda v: Written(f"np.cos({v})"),
    lambda v: Written(f"0.5 / np.sqrt({v})", writing.PRODUCT),
    lambda v: Written(f"1 - np.tanh({v})**2", writing.SUM),
)


@dataclass
class Editor:
    """Candidates for one statement; `values` are those of its expressions at one sample, as far as they are known."""

    place: Workplace
    scope: Scope
    values: dict[int, Any]

    def __post_init__(self) -> None:
        self.source = self.place.source
        self.expressions = [node for node in ast.walk(self.place.statement) if isinstance(node, ast.expr) and _is_read(node)]
        self.in_index: set[int] = set()
        self.in_test: set[int] = set()
        for node in ast.walk(self.place.statement):
            if isinstance(node, ast.Subscript):
                self.in_index |= {id(one) for one in ast.walk(node.slice)}
            if isinstance(node, ast.Compare | ast.If | ast.While):
                inside = node if isinstance(node, ast.Compare) else node.test
                self.in_test |= {id(one) for one in ast.walk(inside)}

    # --- what a candidate is made of

    def text(self, node: ast.expr) -> Written:
        return written(node, self.source)

    def shape(self, node: ast.expr) -> tuple[int, ...] | None:
        value = self.values.get(id(node), _UNKNOWN)
        return np.shape(value) if _is_number(value) else None

    def make(self, node: ast.expr, by: Written, kind: Any, cost: float, /, **facts: Any) -> Candidate:
        facts.setdefault("old", self.text(node).text)
        facts.setdefault("new", by.text)
        ancestors = self.place.ancestors(node)
        outer = ancestors[0] if ancestors else None
        return Candidate(
            node,
            self.place.fitted(node, by),
            kind,
            cost,
            in_condition=id(node) in self.in_test,
            in_sum=any(isinstance(one, ast.BinOp) and isinstance(one.op, ast.Add | ast.Sub) for one in ancestors),
            whole=isinstance(outer, ast.Assign | ast.AugAssign | ast.Return | ast.AnnAssign),
            **facts,
        )

    def role(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return "constant"
        text = self.source.code_of(node)
        found = next((atom for atom in self.scope.atoms if atom.text == text), None)
        if found is not None:
            return found.role
        names = {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}
        return "gradient" if any(atom.role == "gradient" and atom.text in names for atom in self.scope.atoms) else "forward"

    def terms(self) -> Iterator[ast.expr]:
        """Expressions at which a factor may be missing: the largest ones that are no factor of a product themselves."""
        for node in self.expressions:
            outer = self.place.parent(node)
            if id(node) in self.in_index or isinstance(node, ast.Constant | ast.Tuple | ast.List | ast.Compare | ast.Slice):
                continue
            if (
                isinstance(outer, ast.BinOp)
                and isinstance(outer.op, ast.Mult | ast.Div)
                and (node is outer.left or isinstance(outer.op, ast.Mult))
            ):
                continue
            if isinstance(outer, ast.Attribute | ast.keyword | ast.Subscript | ast.Compare | ast.UnaryOp) or (
                isinstance(outer, ast.Call) and node is outer.func
            ):
                continue
            if self.shape(node) is None or not _is_number(self.values.get(id(node))):
                continue
            yield node

    # --- the changes

    def candidates(self) -> Iterator[Candidate]:
        """All of them, in no order."""
        for node in self.expressions:
            if isinstance(node, ast.BinOp):
                yield from self._operator(node)
            elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
                yield self.make(node, self.text(node.operand), "negate", 1.0)
            elif isinstance(node, ast.Call):
                yield from self._call(node)
            elif isinstance(node, ast.Attribute):
                yield from self._attribute(node)
            elif isinstance(node, ast.Compare):
                yield from self._compare(node)
            elif isinstance(node, ast.Constant):
                yield from self._constant(node)
            elif isinstance(node, ast.Subscript):
                yield from self._subscript(node)
            if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
                yield from self._another(node)
        for node in self.terms():
            yield from self._scaled(node)
            yield from self._shaped(node)

    def _operator(self, node: ast.BinOp) -> Iterator[Candidate]:
        left, right = self.text(node.left), self.text(node.right)
        kind = type(node.op)
        symbol = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.MatMult: "@", ast.Pow: "**"}.get(kind, "")
        if not symbol:
            return
        for keep, gone, gone_node in ((left, right, node.right), (right, left, node.left)):
            if gone_node is node.left and kind in (ast.Pow,):
                continue
            shown = keep if not (kind is ast.Sub and gone_node is node.left) else negative(keep)
            if kind is ast.Div and gone_node is node.left:
                shown = writing.over(name("1"), keep)
            number = self._number(gone_node)
            yield self.make(node, shown, "drop", 1.3, detail=symbol, part=gone.text, factor=number, old_role=self.role(gone_node))
        others = {
            "+": ("-", "*"), "-": ("+", "*"), "*": ("/", "+", "@"), "/": ("*",), "@": ("*",), "**": ("*",),
        }[symbol]  # fmt: skip
        for other in others:
            made = writing.OPERATORS[{"+": ast.Add, "-": ast.Sub, "*": ast.Mult, "/": ast.Div, "@": ast.MatMult}[other]](left, right)
            kind_ = "product" if "@" in (symbol, other) else "operator"
            yield self.make(node, made, kind_, 1.0 if {symbol, other} == {"+", "-"} else 1.3, detail=f"{symbol}→{other}")
        if symbol in ("-", "/"):
            yield self.make(node, writing.OPERATORS[kind](right, left), "operator", 1.4, detail=f"{symbol} swapped")
        if symbol == "@":
            yield from self._products(node, node.left, node.right, writing.matmul)
        if symbol == "*":
            yield self.make(node, Written(f"np.outer({left.text}, {right.text})"), "product", 1.6, detail="outer")
        yield from self._regrouped(node, symbol)

    def _regrouped(self, node: ast.BinOp, symbol: str) -> Iterator[Candidate]:
        """`a * (b - c)` for `a * b - c`, and the other way."""
        make = writing.OPERATORS[type(node.op)]
        for inner, is_left in ((node.left, True), (node.right, False)):
            if not isinstance(inner, ast.BinOp) or type(inner.op) not in writing.OPERATORS or type(inner.op) is type(node.op):
                continue
            make_inner = writing.OPERATORS[type(inner.op)]
            a, b = self.text(inner.left), self.text(inner.right)
            other = self.text(node.right if is_left else node.left)
            new = make_inner(a, make(b, other)) if is_left else make_inner(make(other, a), b)
            yield self.make(node, new, "regroup", 1.5)

    def _products(self, node: ast.expr, a: ast.expr, b: ast.expr, make: Callable[[Written, Written], Written]) -> Iterator[Candidate]:
        """A matrix product with its factors transposed or exchanged."""
        first, second = self.text(a), self.text(b)
        ways = []
        for x, y in ((first, second), (second, first)):
            for tx in (False, True):
                for ty in (False, True):
                    ways.append(make(_turned(x) if tx else x, _turned(y) if ty else y))
        for way in ways[1:]:
            yield self.make(node, way, "transpose", 1.2)

    def _number(self, node: ast.expr) -> float | None:
        """The number that a constant factor is: written out, or a size."""
        value = self.values.get(id(node), _UNKNOWN)
        is_one = value is not _UNKNOWN and np.shape(value) == () and isinstance(value, int | float | np.number)
        return float(value) if is_one and self.role(node) != "gradient" else None

    def _call(self, node: ast.Call) -> Iterator[Candidate]:
        what = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        is_method = isinstance(node.func, ast.Attribute) and not (
            isinstance(node.func.value, ast.Name) and node.func.value.id in ("np", "numpy")
        )
        base = node.func.value if is_method and isinstance(node.func, ast.Attribute) else node.args[0] if node.args else None
        for other in _SWAPPED.get(what, ()):
            start = self.source.code_of(node)
            yield self.make(
                node,
                Written(start.replace(what, other, 1) if not is_method else _renamed(start, what, other)),
                "replace",
                1.3,
                detail="function",
            )
        if what in REDUCTIONS and base is not None:
            yield from self._reduction(node, base, what, is_method)
        if what == "dot" and base is not None:
            other = node.args[0] if is_method and node.args else node.args[1] if len(node.args) > 1 else None
            if other is not None:
                make = (lambda a, b: part(a, f".dot({b.text})")) if is_method else (lambda a, b: Written(f"np.dot({a.text}, {b.text})"))
                yield from self._products(node, base, other, make)
                yield self.make(node, times(self.text(base), self.text(other)), "product", 1.4, detail="dot→*")
        if (
            what in ("sqrt", "square", "abs", "exp", "log", "tanh", "sign", "copy", "conj", "flip", "transpose", "reshape")
            and base is not None
            and what != "copy"
        ):
            yield self.make(node, self.text(base), "drop", 1.5, detail="call", part=f"{what}(…)", old_role="local")
        if what in ("range", "reversed", "arange") and node.args:
            yield from self._range(node, what)
        if what == "outer" and len(node.args) == 2:
            a, b = map(self.text, node.args)
            yield self.make(node, Written(f"np.outer({b.text}, {a.text})"), "transpose", 1.2)
            yield self.make(node, times(a, b), "product", 1.4, detail="outer→*")

    def _range(self, node: ast.Call, what: str) -> Iterator[Candidate]:
        if what == "reversed":
            yield self.make(node, self.text(node.args[0]), "replace", 1.5, detail="index")
        elif what == "range":
            yield self.make(node, Written(f"reversed({self.text(node).text})"), "replace", 1.6, detail="index")
            for k, argument in enumerate(node.args[:2]):
                for new in (plus(self.text(argument), name("1")), writing.minus(self.text(argument), name("1"))):
                    yield self.make(argument, new, "replace", 1.5 + 0.1 * k, detail="index")

    def _reduction(self, node: ast.Call, base: ast.expr, what: str, is_method: bool) -> Iterator[Candidate]:
        """Another axis, another keepdims, none at all."""
        given = next((one.value for one in node.keywords if one.arg == "axis"), None)
        place = 0 if is_method else 1
        if given is None and len(node.args) > place:
            given = node.args[place]
        keeps = next((one for one in node.keywords if one.arg == "keepdims"), None)
        shape = self.shape(base)
        axes = _axes(len(shape)) if shape is not None else ["0", "1", "-1"]
        yield self.make(node, self.text(base), "sum", 1.5, detail="removed", part=what)
        text = self.text(node).text
        if given is not None:
            for axis in axes:
                if axis != self.source.code_of(given):
                    yield self.make(given, Written(axis), "axis", 1.0, old=text, new=text.replace(self.source.code_of(given), axis))
        elif not node.keywords and len(node.args) == place:
            for axis in axes:
                for keep in ("", ", keepdims=True"):
                    made = f".{what}(axis={axis}{keep})" if is_method else f"np.{what}({self.text(base).text}, axis={axis}{keep})"
                    new = part(self.text(base), made) if is_method else Written(made)
                    yield self.make(node, new, "axis", 1.1 + (0.1 if keep else 0.0))
        if given is not None or keeps is not None:
            bare = [one for one in node.keywords if one.arg not in ("axis", "keepdims")]
            if not bare:
                for axis in [None] if given is None else [None, self.source.code_of(given)]:
                    for keep in (True, False):
                        options = ", ".join([*([f"axis={axis}"] if axis else []), *(["keepdims=True"] if keep else [])])
                        joined = (
                            f"{what}({options})" if is_method else f"np.{what}({self.text(base).text}{', ' if options else ''}{options})"
                        )
                        new = part(self.text(base), f".{joined}") if is_method else Written(joined)
                        if new.text != text:
                            yield self.make(node, new, "axis", 1.1, detail="keepdims")

    def _attribute(self, node: ast.Attribute) -> Iterator[Candidate]:
        if node.attr == "T":
            yield self.make(node, self.text(node.value), "transpose", 1.2)

    def _compare(self, node: ast.Compare) -> Iterator[Candidate]:
        if len(node.ops) != 1 or type(node.ops[0]) not in _COMPARE:
            return
        left, right = self.text(node.left).at(writing.SUM), self.text(node.comparators[0]).at(writing.SUM)
        for kind, symbol in _COMPARE.items():
            if kind is not type(node.ops[0]):
                yield self.make(node, Written(f"{left} {symbol} {right}", writing.LOOSE), "operator", 1.0, detail="compare")

    def _constant(self, node: ast.Constant) -> Iterator[Candidate]:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, int | float):
            return
        outer = self.place.parent(node)
        if isinstance(outer, ast.keyword) and outer.arg == "axis":
            return
        options: list[float] = [value + 1, value - 1] if isinstance(value, int) else []
        options += [2 * value, value / 2, 0, 1, 2, 0.5, 3, 1.5] if id(node) not in self.in_index else [0]
        detail = (
            "exponent" if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Pow) else "index" if id(node) in self.in_index else ""
        )
        for option in dict.fromkeys(options):
            if option != value and (isinstance(option, int) or id(node) not in self.in_index):
                text = f"{option:g}"
                yield self.make(node, name(text), "replace", 1.2, detail=detail, old_role="constant", new_role="constant")

    def _subscript(self, node: ast.Subscript) -> Iterator[Candidate]:
        """Another entry or slice: one more, one less, in another order, without its index."""
        items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        base = self.text(node.value).at(writing.ATOM)
        texts = [self.source.code_of(item) for item in items]
        if len(items) > 1:
            for k in range(len(items) - 1):
                swapped = [*texts[:k], texts[k + 1], texts[k], *texts[k + 2 :]]
                yield self.make(node, Written(f"{base}[{', '.join(swapped)}]"), "replace", 1.3, detail="index")
        whole = self.shape(node.value)
        if whole is not None and self.shape(node) is not None and isinstance(node.ctx, ast.Load):
            yield self.make(node, Written(base), "replace", 1.6, detail="index")
        for item in items:
            for bound in (item.lower, item.upper) if isinstance(item, ast.Slice) else (item,):
                if (
                    bound is None
                    or isinstance(bound, ast.Constant | ast.Slice)
                    or not isinstance(self.values.get(id(bound), 0), int | np.integer)
                ):
                    continue
                for new in (plus(self.text(bound), name("1")), writing.minus(self.text(bound), name("1"))):
                    yield self.make(bound, new, "replace", 1.3, detail="index")

    def _another(self, node: ast.expr) -> Iterator[Candidate]:
        """Another name of the same shape in its place."""
        outer = self.place.parent(node)
        if (
            isinstance(outer, ast.Attribute)
            or (isinstance(outer, ast.Call) and node is outer.func)
            or (isinstance(outer, ast.Subscript) and isinstance(node, ast.Name) and node is outer.value and id(node) not in self.values)
        ):
            return
        value = self.values.get(id(node), _UNKNOWN)
        if value is _UNKNOWN or not _is_number(value):
            return
        text, own = self.source.code_of(node), self.role(node)
        index = id(node) in self.in_index
        for atom in self.scope.of_shape(np.shape(value)) if np.shape(value) or not index else self.scope.sizes:
            if atom.text == text or isinstance(atom.value, int) != isinstance(value, int) or _kind(atom.value) != _kind(value):
                continue
            cost = 1.2 if own == "forward" and atom.role == "gradient" else 1.3
            detail = "window" if index else ""
            yield self.make(
                node, name(atom.text), "replace", cost + 0.01 * _apart(text, atom.text), detail=detail, old_role=own, new_role=atom.role
            )

    def _scaled(self, node: ast.expr) -> Iterator[Candidate]:
        own, shape = self.text(node), self.shape(node)
        assert shape is not None
        yield self.make(node, negative(own), "negate", 1.0)
        yield self.make(node, writing.power(own, name("2")), "replace", 1.5, detail="exponent")
        for number in ("2", "0.5"):
            yield self.make(
                node,
                times(name(number), own) if number == "2" else times(own, name(number)),
                "scale",
                1.3,
                detail="*",
                part=number,
                factor=float(number),
            )
        for atom in self.scope.atoms:
            text = name(atom.text)
            if atom.text == own.text:
                continue
            if atom.shape == () or _broadcasts(atom.shape, shape):
                number = float(atom.value) if atom.shape == () and atom.role != "gradient" else None
                cost = 1.25 if atom.role == "gradient" else 1.4
                cost += 0.15 if atom.shape not in ((), shape) else 0.0
                yield self.make(node, times(own, text), "scale", cost, detail="*", part=atom.text, new_role=atom.role, factor=number)
                if atom.role != "gradient":
                    yield self.make(
                        node, writing.over(own, text), "scale", cost + 0.1, detail="/", part=atom.text, new_role=atom.role, factor=number
                    )
                    if atom.shape == shape and atom.shape and _kind(atom.value) == "f":
                        for k, local in enumerate(_LOCAL):
                            by = local(atom.text)
                            yield self.make(node, times(own, by), "scale", 1.6 + 0.02 * k, detail="*", part=by.text, new_role="local")
            elif atom.role == "gradient" and _broadcasts(shape, atom.shape) and id(node) not in self.in_test:
                yield self.make(node, times(own, text), "scale", 1.4, detail="*", part=atom.text, new_role="gradient")
            if atom.role == "gradient" and atom.shape == shape and atom.text != own.text:
                yield self.make(node, plus(own, text), "term", 1.35, part=atom.text)
        for size in self._sizes(node):
            yield self.make(node, writing.over(own, name(size)), "scale", 1.5, detail="/", part=size, factor=0.0)
            yield self.make(node, times(own, name(size)), "scale", 1.6, detail="*", part=size, factor=0.0)

    def _sizes(self, node: ast.expr) -> Iterator[str]:
        """Sizes of the gradients and inputs at hand, as code."""
        seen: set[int] = {int(atom.value) for atom in self.scope.sizes if isinstance(atom.value, int)}
        named = [atom for atom in self.scope.atoms if atom.shape and atom.text.isidentifier()]
        for atom in sorted(named, key=lambda atom: atom.text not in self.source.code_of(node)):
            for axis, size in enumerate(atom.shape):
                if size > 1 and size not in seen:
                    seen.add(size)
                    yield f"{atom.text}.shape[{axis}]"

    def _shaped(self, node: ast.expr) -> Iterator[Candidate]:
        """Summed over axes, transposed, with an axis more."""
        own, shape = self.text(node), self.shape(node)
        assert shape is not None
        for axis in _axes(len(shape)) if len(shape) else ():
            for keep in ("", ", keepdims=True"):
                new = (
                    part(own, f".sum(axis={axis}{keep})")
                    if own.level == writing.ATOM
                    else Written(f"np.sum({own.text}, axis={axis}{keep})")
                )
                yield self.make(node, new, "sum", 1.2 + (0.1 if keep else 0), detail="added")
        if shape:
            yield self.make(
                node, part(own, ".sum()") if own.level == writing.ATOM else Written(f"np.sum({own.text})"), "sum", 1.4, detail="added"
            )
        if len(shape) == 1:
            yield self.make(node, part(own, "[:, None]"), "axis", 1.4, detail="newaxis")
            yield self.make(node, part(own, "[None, :]"), "axis", 1.6, detail="newaxis")
        if len(shape) == 2:
            yield self.make(node, part(own, ".T"), "transpose", 1.3)
        if isinstance(node, ast.Name) and self.place.parent(node) is self.place.statement:
            yield self.make(node, part(own, ".copy()"), "copy", 1.1)


_UNKNOWN: Any = object()


def _is_read(node: ast.expr) -> bool:
    return not isinstance(getattr(node, "ctx", None), ast.Store | ast.Del)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) or (isinstance(value, np.ndarray) and value.dtype.kind in "fiub")


def _kind(value: Any) -> str:
    return str(np.asarray(value).dtype.kind)


def _broadcasts(shape: tuple[int, ...], into: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, into) == into
    except ValueError:
        return False


def _axes(count: int) -> list[str]:
    """Ways to name axes, the usual ones first."""
    found = ["0", "1", "-1", "2", "3"][: max(count, 1) + (count > 1)] if count < 3 else ["0", "1", "2", "-1", "3"]
    found = [axis for axis in found if -count <= int(axis) < count]
    if count == 3:
        found += ["(0, 1)", "(1, 2)", "(0, 2)"]
    if count == 4:
        found += ["(0, 2, 3)", "(0, 1, 2)", "(2, 3)", "(1, 2, 3)"]
    return found


def _turned(a: Written) -> Written:
    return Written(a.text.removesuffix(".T"), a.level) if a.level == writing.ATOM and a.text.endswith(".T") else part(a, ".T")


def _renamed(text: str, what: str, other: str) -> str:
    head, _, tail = text.rpartition(f".{what}(")
    return f"{head}.{other}({tail}"


def _apart(a: str, b: str) -> int:
    """How different two names look."""
    return min(abs(len(a) - len(b)) + sum(x != y for x, y in zip(a, b, strict=False)), 9)


__all__ = ["Atom", "Editor"]
