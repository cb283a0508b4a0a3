"""Steps along what has no name, `W += x.T.dot(delta)`: in a turn, what is added gets a name of its own, and stays where it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from whygrad.checking.arrays.assignments import added, assigned, copied_but, key_of
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.slices import loaded_by, names_in, parsed, written_by
from whygrad.checking.arrays.updates import calls_step

#: What people call the rate of a step.
RATE = re.compile(r"(?i)(^|_)(lr|l_?rate|learn\w*|rate|eta|alpha|step(_?size)?|taxa\w*|tasa\w*|passo|paso)(_|$)|rate$")
#: How the names begin that are given here.
STEP = "_whygrad_step_"


def renamed(block: Sequence[ast.stmt]) -> list[ast.stmt]:
    """The statements, a step to a new name as one of the old name, where that isn't read after it any more.

    >>> [ast.unparse(one) for one in renamed(ast.parse("g = x * (w - y)\\nnew_w = w - rate * g").body)]
    ['g = x * (w - y)', 'w = w - rate * g', 'new_w = w']
    """
    found, own = list[ast.stmt](), {name for statement in block for name in written_by(statement)}
    for k, statement in enumerate(block):
        old = old_name(statement)
        if old is None or old.id in own or any(old.id in loaded_by(one) for one in block[k + 1 :]):
            found.append(statement)
            continue
        assert isinstance(statement, ast.Assign)
        target = ast.copy_location(ast.Name(old.id, ast.Store()), statement.targets[0])
        target.__dict__.update({name: value for name, value in vars(statement.targets[0]).items() if name == "current"})
        found.append(ast.copy_location(ast.Assign([target], statement.value), statement))
        found[-1].__dict__.update({name: value for name, value in vars(statement).items() if name == "current"})
        found.append(ast.copy_location(ast.Assign([statement.targets[0]], ast.copy_location(ast.Name(old.id, ast.Load()), old)), statement))
    return [ast.fix_missing_locations(one) for one in found]


def old_name(statement: ast.stmt) -> ast.Name | None:
    """What is stepped from, if that gets another name: `w` of `new_w = w - rate * grad`."""
    value = statement.value if isinstance(statement, ast.Assign) and len(statement.targets) == 1 else None
    if not isinstance(value, ast.BinOp) or not isinstance(value.op, ast.Add | ast.Sub) or not isinstance(value.left, ast.Name):
        return None
    target = statement.targets[0]  # type: ignore[attr-defined]
    factors = [key_of(one) for one in ast.walk(value.right) if isinstance(one, ast.Name | ast.Attribute)]
    is_step = any(RATE.search(name) for name in factors) and isinstance(value.right, ast.BinOp) and isinstance(value.right.op, ast.Mult)
    is_new = isinstance(target, ast.Name) and target.id != value.left.id and not is_gradient(target.id)
    return value.left if is_step and is_new else None


def split(block: Sequence[ast.stmt], counted: Collection[str] = ()) -> list[ast.stmt]:
    """The statements, each step along an expression in two: the expression with a name, and the step along that.

    What is called a gradient is added up, and no parameter; so is what is `counted`.

    >>> made = split(ast.parse("d = y - p\\nw += 0.1 * x.T.dot(d)").body)
    >>> [ast.unparse(one) for one in made]
    ['d = y - p', '_whygrad_step_w = x.T.dot(d)', 'w += 0.1 * _whygrad_step_w']
    """
    made, bound = set[str](), set[str]()
    found: list[ast.stmt] = []
    block = renamed(block)
    for statement in block:
        core = None if _is_bound(statement, bound) else _core(statement, block, made, counted)
        if core is None:
            found += _handed(statement)
        else:
            found += _parted(statement, core, set(_rates(block)) - made)
        made |= written_by(statement)
        bound |= {ast.unparse(one.target) for one in assigned(statement) if not one.is_in_place and added(one) is None}
        bound |= written_by(statement) if not isinstance(statement, ast.Assign | ast.AugAssign) else set()
    return found


def _is_bound(statement: ast.stmt, bound: Collection[str]) -> bool:
    """Has a statement of the turn given a value to the target of another one, or to what holds it?"""
    for one in assigned(statement):
        node: ast.expr = one.target
        while isinstance(node, ast.Attribute | ast.Subscript):
            if ast.unparse(node) in bound:
                return True
            node = node.value
        if isinstance(node, ast.Name) and node.id in bound:
            return True
    return False


def has_steps(block: Sequence[ast.stmt], counted: Collection[str] = ()) -> bool:
    """Is there a step along an expression in these statements, or in a loop among them?"""
    if len(split(block, counted)) > len(renamed(block)):
        return True
    inner = [one.body for one in block if isinstance(one, ast.For | ast.While)]
    return any(has_steps(body, counted) for body in inner)


def expression_of(name: str, block: Sequence[ast.stmt]) -> ast.expr | None:
    """What has got this name here."""
    named = (one for one in block if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name))
    return next((one.value for one in named if one.targets[0].id == name), None)  # type: ignore[attr-defined]


def shown(name: str, block: Sequence[ast.stmt]) -> str:
    """What a claim is called; of a step along an expression, this."""
    found = expression_of(name, block) if name.startswith(STEP) else None
    if found is None and isinstance(node := parsed(name), ast.Subscript) and ast.unparse(node.value).startswith(STEP):
        found = entry_of(node, block)
    text = name if found is None else ast.unparse(found.core if isinstance(found, _Unrated) else found)
    return re.sub(r"^[\d.e-]+ \* ", "", text)  # the rate of the step


def entry_of(node: ast.Subscript, block: Sequence[ast.stmt]) -> ast.expr | None:
    """Of `{"W": x.T @ d}["W"]` what stands there: one of several gradients that are handed over together."""
    whole = expression_of(ast.unparse(node.value), block)
    place = node.slice.value if isinstance(node.slice, ast.Constant) else None
    if isinstance(whole, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in whole.keys]
        return whole.values[keys.index(place)] if place in keys else None
    return whole.elts[place] if isinstance(whole, ast.List | ast.Tuple) and isinstance(place, int) else None


def _handed(statement: ast.stmt) -> list[ast.stmt]:
    """`optimizer.step({"W": x.T @ d})`: what is handed over gets a name of its own."""
    call = statement.value if isinstance(statement, ast.Expr) else None
    if not isinstance(call, ast.Call) or not calls_step(call):
        return [statement]
    found: list[ast.stmt] = []
    for k, one in enumerate(call.args):
        if isinstance(one, ast.Dict | ast.List | ast.Tuple):
            name = f"{STEP}{k}"
            found.append(ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], one), one))
            statement = _With(one, ast.copy_location(ast.Name(name, ast.Load()), one)).visit(copied_but(statement, one))
    return [ast.fix_missing_locations(one) for one in (*found, statement)]


def _core(statement: ast.stmt, block: Sequence[ast.stmt], made: set[str], counted: Collection[str]) -> ast.expr | None:
    """What a statement adds to something that was there before the turn, a rate left out; None where that has a name."""
    parts = list(assigned(statement))
    if len(parts) != 1 or (isinstance(statement, ast.Assign) and len(statement.targets) > 1):
        return None
    target, step = parts[0].target, added(parts[0])
    key = key_of(target)
    if step is None or is_gradient(key) or key in counted:
        return None
    rates = set(_rates(block)) - made
    if isinstance(step, ast.UnaryOp):
        step = step.operand
    while isinstance(step, ast.BinOp) and isinstance(step.op, ast.Mult):
        if _is_rate(step.left, rates) and _first_rate(step.left) is step.left:
            step = step.right
        elif _is_rate(step.right, rates):
            step = step.left
        else:
            break
    if not isinstance(step, ast.Call | ast.BinOp) or not names_in(step) & made or isinstance(getattr(step, "op", None), ast.Add | ast.Sub):
        return None
    if sum(is_gradient(name) for name in _factors(step)) == 1 and not _has_data(step):  # of several, the product is meant: `dL_dy * dy_dw`
        return None
    return step


def _factors(step: ast.expr) -> Iterator[str]:
    """The names that are factors of a product: `g` of `rate * g / n`."""
    if isinstance(step, ast.BinOp) and isinstance(step.op, ast.Mult | ast.Div):
        yield from _factors(step.left)
        if isinstance(step.op, ast.Mult):
            yield from _factors(step.right)
    elif isinstance(step, ast.Name | ast.Attribute | ast.Subscript):
        name = key_of(step)
        if name not in ("delta", "d"):
            yield name


def _has_data(step: ast.expr) -> bool:
    """Is an entry of something a factor of a product, as in `d_y * x[0]`? That is no rate."""
    if isinstance(step, ast.BinOp) and isinstance(step.op, ast.Mult):
        return _has_data(step.left) or _has_data(step.right)
    return (isinstance(step, ast.Subscript) and not isinstance(step.slice, ast.Constant | ast.Slice | ast.Tuple)) or _is_numbered(step)


def _is_numbered(step: ast.expr) -> bool:
    is_entry = isinstance(step, ast.Subscript) and isinstance(step.slice, ast.Constant) and isinstance(step.slice.value, int)
    return is_entry and not is_gradient(key_of(step))


def _is_rate(node: ast.expr, rates: Collection[str]) -> bool:
    return ast.unparse(node) in rates or (not isinstance(node, ast.Attribute | ast.Subscript | ast.Call) and names_in(node) <= {*rates})


def _rates(block: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that are used as plain numbers here: nothing is called or taken of them, and no matrix is multiplied."""
    arrays: set[str] = set()
    for node in (one for statement in block for one in ast.walk(statement)):
        if isinstance(node, ast.Attribute | ast.Subscript):
            arrays.add(ast.unparse(node.value))
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            arrays |= {ast.unparse(node.left), ast.unparse(node.right)}
        elif isinstance(node, ast.Call) and key_of(node.func) in ("dot", "matmul", "outer", "einsum", "tensordot"):
            arrays |= {ast.unparse(one) for one in node.args}
    yield from {name for statement in block for name in loaded_by(statement)} - arrays
    yield from {ast.unparse(node) for statement in block for node in ast.walk(statement) if isinstance(node, ast.Attribute)} - arrays


class _Unrated(ast.BinOp):
    """An expression without a rate that stands within it: `rate * x.T @ d` over `rate`."""

    _fields = ("left", "op", "right")

    @property
    def core(self) -> ast.expr:
        """As it is written."""
        return self.left


def _leading(core: ast.expr, rates: Collection[str]) -> ast.expr | None:
    """The rate with which an expression begins, `rate * x.T @ d / n`."""
    node = core
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div | ast.MatMult):
        if isinstance(node.op, ast.Mult) and _is_rate(node.left, rates):
            return _first_rate(node.left)
        node = node.left
    return None


def _first_rate(rate: ast.expr) -> ast.expr:
    """What of numbers at the beginning is the rate: of `0.1 * 2` and `rate / n` the first; the rest is of the gradient."""
    if isinstance(rate, ast.BinOp) and isinstance(rate.op, ast.Div) and isinstance(rate.left, ast.Name | ast.Attribute):
        return rate.left
    while isinstance(rate, ast.BinOp) and isinstance(rate.op, ast.Mult) and not names_in(rate):
        rate = rate.left
    return rate


def _parted(statement: ast.stmt, core: ast.expr, rates: Collection[str]) -> list[ast.stmt]:
    parts = list(assigned(statement))
    rate = _leading(core, rates)
    name = STEP + "".join(one if one.isalnum() else "_" for one in ast.unparse(parts[0].target))
    value = core if rate is None else ast.copy_location(_Unrated(core, ast.Div(), rate), core)
    first = ast.copy_location(ast.Assign([ast.Name(name, ast.Store())], value), core)
    step: ast.expr = ast.Name(name, ast.Load())
    step = step if rate is None else ast.BinOp(step, ast.Mult(), rate)
    second: ast.stmt = _With(core, ast.copy_location(step, core)).visit(copied_but(statement, core))
    ast.fix_missing_locations(first)
    for node in (*ast.walk(first), *ast.walk(step)):  # what isn't in the text stands where the expression does
        if isinstance(node, ast.expr | ast.stmt) and not hasattr(node, "current") and hasattr(core, "current"):
            node.current = core.current  # type: ignore[union-attr]
    return [first, ast.fix_missing_locations(second)]


def is_part(statement: ast.stmt) -> bool:
    """Is this the expression of a step, with the name that it got here? As a statement it isn't in the text."""
    return isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name) and statement.targets[0].id.startswith(STEP)


class _With(ast.NodeTransformer):
    """Another node in the place of one."""

    def __init__(self, core: ast.expr, other: ast.expr) -> None:
        self.core, self.other = core, other

    def visit(self, node: ast.AST) -> Any:
        if node is self.core:
            return self.other
        return super().visit(node)
