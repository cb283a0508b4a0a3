"""Changes to calls: another axis, another function, a sum more or less, a product of another kind, another range."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from whygrad.checking.arrays import writing
from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import Editor, axes_of, kind_of
from whygrad.checking.arrays.edits_of_operators import by_entries, products
from whygrad.checking.arrays.writing import Written, name, part, plus, times

#: Functions and methods that reduce over axes.
REDUCTIONS = ("sum", "mean", "max", "min", "prod", "std", "var")
_PAIRS = "max min, exp log, sin cos, zeros_like ones_like, ones zeros, maximum minimum, sqrt square, tanh cosh, argmax argmin, sinh cosh"
_OTHERS: dict[str, str] = {}
for _pair in _PAIRS.split(", "):
    _one, _two = _pair.split()
    _OTHERS |= {_one: _two, _two: _one}
#: Functions of two arrays that have an operator.
_OPERATORS = {"multiply": times, "add": plus, "subtract": writing.minus, "divide": writing.over}
#: Functions of one array, entry by entry.
_OF_ENTRIES = ("exp", "log", "sqrt", "tanh", "sin", "cos", "abs", "square", "log1p", "expm1", "sign", "arctan", "sinh", "cosh")
#: Functions that make an array and can be told of what.
_MAKERS = ("array", "zeros_like", "ones_like", "empty_like", "full_like", "full", "zeros", "ones", "empty", "asarray")
#: Functions of one array that may be one too many.
_UNARY = frozenset("sqrt square abs exp log tanh sign flip zeros_like ones_like sigmoid relu".split())


def changes(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """Those of one call."""
    if isinstance(node, ast.Name | ast.Attribute) or isinstance(editor.place.parent(node), ast.Assign):
        yield from _wrapped(editor, node)
    if not isinstance(node, ast.Call):
        return
    what, base, is_method = _taken_apart(node)
    yield from _in_place(editor, node)
    yield from _renamings(editor, node, what)
    if what in ("range", "reversed"):
        yield from _ranged(editor, node, what)
    if isinstance(editor.place.parent(node), ast.Assign):
        yield from _of_floats(editor, node, what)
    if base is None:
        return
    if what in REDUCTIONS:
        yield from _reduced(editor, node, base, what, is_method)
        yield from _inside_out(editor, node, base, what)
    if what in ("dot", "matmul"):
        yield from _dotted(editor, node, base, is_method)
    if is_method and what in ("ravel", "flatten", "squeeze") and not node.args:
        yield editor.make(node, editor.text(base), "axis", 1.1, detail="newaxis")
    if what in _UNARY or what in ("copy", "array"):
        yield from _without(editor, node, base, what)
    if what == "outer" and len(node.args) == 2:
        a, b = map(editor.text, node.args)
        yield editor.make(node, Written(f"np.outer({b.text}, {a.text})"), "transpose", 1.2)
        yield editor.make(node, times(a, b), "product", 1.4)
    is_scatter = what == "at" and getattr(getattr(node.func, "value", None), "attr", "") in ("add", "subtract")
    if is_scatter and len(node.args) == 3:
        yield editor.make(node.args[2], writing.negative(editor.text(node.args[2])), "negate", 1.0)
    if what == "einsum" and isinstance(node.args[0], ast.Constant):
        yield from _einsum(editor, node)


def _wrapped(editor: Editor, node: ast.expr) -> Iterator[Candidate]:
    """A function of a value in its place: one that the program takes elsewhere."""
    outer = editor.place.parent(node)
    if not editor.shape(node) or editor.role(node) != "forward" or isinstance(outer, ast.Attribute | ast.Subscript | ast.Call):
        return
    for function in ("exp", "log", "sqrt", "tanh"):
        if f"np.{function}(" in editor.source.text:
            new = Written(f"np.{function}({editor.text(node).text})")
            yield editor.make(node, new, "replace", 1.45, detail="function", related=True, old_role="forward", new_role="forward")


def _renamings(editor: Editor, node: ast.Call, what: str) -> Iterator[Candidate]:
    """Another function of the same arguments."""
    if what in ("ones", "ones_like"):
        yield editor.make(node, _renamed(editor, node, what.replace("ones", "zeros")), "assign", 1.0, new="=")
    elif what in _OTHERS:
        yield editor.make(node, _renamed(editor, node, _OTHERS[what]), "replace", 1.3, detail="function")
    if what in ("sum", "mean"):
        averaged = _renamed(editor, node, "mean" if what == "sum" else "sum")
        yield editor.make(node, averaged, "scale", 1.2, detail="/", part="1/N", factor=0.0, is_count=True)
    for other in _OF_ENTRIES if what in _OF_ENTRIES else ():
        if other not in (what, _OTHERS.get(what)):
            is_used = f".{other}(" in editor.source.text and editor.source.text.count(f".{what}(") == 1
            yield editor.make(node, _renamed(editor, node, other), "replace", 1.15 if is_used else 1.65, detail="function")


def _without(editor: Editor, node: ast.Call, base: ast.expr, what: str) -> Iterator[Candidate]:
    """What the function is of, without the function; zeros in the place of a copy."""
    own = editor.text(base)
    if what in ("copy", "array"):
        yield editor.make(node, Written(f"np.zeros_like({own.text})"), "assign", 1.15, new="=")
        yield editor.make(node, own, "drop", 1.9, detail="copy")
        return
    if what == "ones_like" and editor.role(base) == "gradient":
        yield editor.make(node, own, "scale", 1.1, detail="*", part=own.text, new_role="gradient")
    holds = isinstance(editor.place.parent(node), ast.Assign | ast.Dict | ast.DictComp)  # an accumulator, perhaps
    if what == "zeros_like" and not (holds and isinstance(base, ast.Name | ast.Attribute | ast.Subscript)):
        is_term = isinstance(editor.place.parent(node), ast.BinOp)
        is_made_for_this = isinstance(base, ast.BinOp | ast.Call | ast.UnaryOp)  # a shape would be taken from a name
        yield editor.make(node, own, "replace", 0.7 if is_made_for_this else 0.9 if is_term else 1.2, is_zero=True)
    roles = {"old_role": "forward", "new_role": "forward"}
    yield editor.make(node, own, "replace", 1.4, detail="function", related=True, **roles)


def _in_place(editor: Editor, node: ast.Call) -> Iterator[Candidate]:
    """`np.multiply(a, b, out=a)` without its `out`: as `a * b`, or as a call."""
    keyword = next((one for one in node.keywords if one.arg == "out"), None)
    if keyword is None:
        return
    operator = _OPERATORS.get(getattr(node.func, "attr", ""))
    if operator is not None and len(node.args) == 2 and len(node.keywords) == 1:
        yield editor.make(node, operator(*map(editor.text, node.args)), "copy", 0.55)
    parts = [editor.source.code_of(one) for one in node.args]
    parts += [f"{one.arg}={editor.source.code_of(one.value)}" for one in node.keywords if one is not keyword and one.arg]
    yield editor.make(node, Written(f"{editor.source.code_of(node.func)}({', '.join(parts)})"), "copy", 0.6)


def _of_floats(editor: Editor, node: ast.Call, what: str) -> Iterator[Candidate]:
    """An array of whole numbers, from which a gradient loses its fractions when it is written into."""
    if kind_of(editor.values.get(id(node))) != "i" or not editor.shape(node):
        return
    own = editor.source.code_of(node)
    said = [one for one in node.keywords if one.arg == "dtype"]
    if said:
        yield editor.make(said[0].value, name("float"), "replace", 0.9, old=own, detail="dtype")
    elif what in _MAKERS and own.endswith(")"):
        yield editor.make(node, Written(f"{own[:-1]}, dtype=float)"), "replace", 0.9, detail="dtype")
    else:
        yield editor.make(node, part(editor.text(node), ".astype(float)"), "replace", 1.0, detail="dtype")


def _taken_apart(node: ast.Call) -> tuple[str, ast.expr | None, bool]:
    """What is called, on which array, and whether as its method."""
    if isinstance(node.func, ast.Name):
        return node.func.id, node.args[0] if node.args else None, False
    if not isinstance(node.func, ast.Attribute):
        return "", None, False
    base = node.func.value
    is_method = not (isinstance(base, ast.Name) and base.id in ("np", "numpy")) and not (
        isinstance(base, ast.Attribute) and node.func.attr == "at"
    )
    return node.func.attr, base if is_method else node.args[0] if node.args else None, is_method


def _renamed(editor: Editor, node: ast.Call, other: str) -> Written:
    """The call of another function, with the same arguments."""
    func, text = editor.source.code_of(node.func), editor.source.code_of(node)
    head = func.rpartition(".")[0]
    return Written(f"{head}.{other}{text[len(func) :]}" if head else f"{other}{text[len(func) :]}")


def _reduced(editor: Editor, node: ast.Call, base: ast.expr, what: str, is_method: bool) -> Iterator[Candidate]:
    """Another axis, another keepdims, none at all."""
    given = next((one.value for one in node.keywords if one.arg == "axis"), None)
    place = 0 if is_method else 1
    if given is None and len(node.args) > place:
        given = node.args[place]
    keeps = any(one.arg == "keepdims" and getattr(one.value, "value", None) is True for one in node.keywords)
    shape = editor.shape(base)
    axes: list[str | None] = [*(axes_of(len(shape)) if shape is not None else ["0", "1", "-1"]), None]
    if what in ("sum", "mean"):
        yield editor.make(node, editor.text(base), "sum", 1.5, detail="removed", part=what)
    own = editor.source.code_of(given) if given is not None else None
    text = editor.source.code_of(node)
    if given is not None:
        for axis in axes:
            if axis is not None and axis != own and not _same_axis(axis, own, shape):
                is_more = axis.startswith("(") and f"{own}" in axis and not f"{own}".startswith("(")
                kind, detail = ("sum", "added") if is_more else ("axis", "")
                changed = text.replace(f"{own}", axis)
                yield editor.make(given, Written(axis), kind, 1.0, old=text, new=changed, detail=detail, part=changed)
    if isinstance(given, ast.Tuple) and shape is not None and all(isinstance(one, ast.Constant) for one in given.elts):
        taken = {int(one.value) % len(shape) for one in given.elts}  # type: ignore[attr-defined]
        for k in (k for k in range(len(shape)) if k not in taken):
            new = Written(f"({', '.join(map(str, sorted({*taken, k})))})")
            yield editor.make(given, new, "sum", 0.8, old=text, new=text.replace(f"{own}", new.text), detail="added", part=new.text)
    if any(one.arg not in ("axis", "keepdims") for one in node.keywords):
        return
    for axis in axes:
        for keep in (keeps, not keeps):
            if (axis == own and keep == keeps) or (given is not None and axis not in (own, None) and keep == keeps):
                continue
            named = str(axis) if given in node.args else f"axis={axis}"
            options = ", ".join([*([named] if axis else []), *(["keepdims=True"] if keep else [])])
            inner = editor.text(base).text
            new = (
                part(editor.text(base), f".{what}({options})")
                if is_method
                else Written(f"np.{what}({', '.join([inner, *([options] if options else [])])})")
            )
            yield editor.make(
                node, new, "axis", 1.1 + 0.1 * (keep != keeps) + 0.1 * (axis != own), detail="keepdims" if axis == own else ""
            )


def _same_axis(axis: str, own: str | None, shape: tuple[int, ...] | None) -> bool:
    try:
        return shape is not None and own is not None and int(axis) % len(shape) == int(own) % len(shape)
    except ValueError:
        return False


def _inside_out(editor: Editor, node: ast.Call, base: ast.expr, what: str) -> Iterator[Candidate]:
    """A factor that stands outside of a sum, put inside; or one inside, put outside."""
    outer = editor.place.parent(node)
    text = editor.source.code_of(node)
    inner = editor.text(base)
    start = text.find(inner.text)
    if what not in ("sum", "mean") or start < 0:
        return
    head, tail = text[:start], text[start + len(inner.text) :]

    def around(new: Written) -> Written:
        return Written(f"{head}{new.text if head.rstrip().endswith('(') and not _is_wrapped(head, tail) else new.at(writing.ATOM)}{tail}")

    if isinstance(outer, ast.BinOp) and isinstance(outer.op, ast.Mult):
        other = editor.text(outer.right if node is outer.left else outer.left)
        is_first = node is outer.left
        if (editor.role(base) == "gradient") != (editor.role(outer.left if node is outer.right else outer.right) == "gradient"):
            is_first = editor.role(base) == "gradient"  # a gradient is usually the first factor
        both = times(inner, other) if is_first else times(other, inner)
        yield editor.make(outer, around(both), "regroup", 1.3, detail="sum")
    if isinstance(base, ast.BinOp) and isinstance(base.op, ast.Mult):
        a, b = editor.text(base.left), editor.text(base.right)
        yield editor.make(node, times(around(a), b), "regroup", 1.5, detail="sum")
        yield editor.make(node, times(a, around(b)), "regroup", 1.5, detail="sum")


def _is_wrapped(head: str, tail: str) -> bool:
    """`(a * b).sum()`: the parentheses are the base's own."""
    return head == "(" and tail.startswith(")")


def _dotted(editor: Editor, node: ast.Call, base: ast.expr, is_method: bool) -> Iterator[Candidate]:
    second = node.args[0] if is_method and node.args else node.args[1] if len(node.args) > 1 else None
    if second is None:
        return

    def method(a: Written, b: Written) -> Written:
        return part(a, f".dot({b.text})")

    def function(a: Written, b: Written) -> Written:
        return Written(f"{editor.source.code_of(node.func)}({a.text}, {b.text})")

    yield from products(editor, node, base, second, method if is_method else function)
    yield from by_entries(editor, node, editor.text(base), editor.text(second))


def _ranged(editor: Editor, node: ast.Call, what: str) -> Iterator[Candidate]:
    if what == "reversed":
        yield editor.make(node, editor.text(node.args[0]), "replace", 1.5, detail="index")
    elif what == "range":
        yield editor.make(node, Written(f"reversed({editor.text(node).text})"), "replace", 1.6, detail="index")
        for k, argument in enumerate(node.args[:2]):
            for new in (plus(editor.text(argument), name("1")), writing.minus(editor.text(argument), name("1"))):
                yield editor.make(argument, new, "replace", 1.5 + 0.1 * k, detail="index")


def _einsum(editor: Editor, node: ast.Call) -> Iterator[Candidate]:
    """Two letters of one operand, or of the result, the other way round; a letter of the result more, less, or another."""
    text = node.args[0].value  # type: ignore[attr-defined]
    if not isinstance(text, str) or "->" not in text:
        return
    groups = text.replace("->", ",").split(",")
    inputs, result = ",".join(groups[:-1]), groups[-1]
    known = sorted({letter for group in groups[:-1] for letter in group if letter.isalpha()})
    for k in range(len(result)):
        yield editor.make(node.args[0], Written(f'"{inputs}->{result[:k]}{result[k + 1 :]}"'), "sum", 1.0, detail="added", part=text)
        for letter in known:
            if letter not in result:
                other = f"{result[:k]}{letter}{result[k + 1 :]}"
                yield editor.make(node.args[0], Written(f'"{inputs}->{other}"'), "axis", 1.1, detail="")
    for letter in known:
        for k in range(len(result) + 1) if letter not in result else ():
            yield editor.make(
                node.args[0], Written(f'"{inputs}->{result[:k]}{letter}{result[k:]}"'), "sum", 1.1, detail="removed", part="sum"
            )
    for k, group in enumerate(groups):
        for i in range(len(group)):
            for j in range(i + 1, len(group)):
                letters = list(group)
                letters[i], letters[j] = letters[j], letters[i]
                made = [*groups[:k], "".join(letters), *groups[k + 1 :]]
                yield editor.make(node.args[0], Written(f'"{",".join(made[:-1])}->{made[-1]}"'), "transpose", 1.3)
