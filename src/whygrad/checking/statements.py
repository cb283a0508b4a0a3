"""Changes to a whole statement: its sign of assignment, its order, its being there at all, a copy where a list is shared."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from whygrad.checking.changes import Change
from whygrad.checking.evaluate import Environment, Expression, Values, is_real
from whygrad.tracing.source import Edit, Source, Span, span_of

_NEUTRAL: dict[type[ast.operator], int] = {ast.Add: 0, ast.Sub: 0, ast.Mult: 1, ast.Div: 1}
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}


def statement_changes(source: Source, statement: ast.stmt, environments: Sequence[Environment]) -> Iterator[Change]:
    """Every such change to one statement; `trial` of each is the expression that does the same in a run."""
    yield from assignment(source, statement)
    if isinstance(statement, ast.AugAssign):
        yield from deletion(source, statement, environments)
    if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
        yield from _unpacking(source, statement)


def assignment(source: Source, statement: ast.stmt) -> Iterator[Change]:
    """`=` where `+=` was meant, and the other way."""
    gap = _sign_of_assignment(source, statement)
    if gap is None:
        return
    if isinstance(statement, ast.Assign):
        target = _load(statement.targets[0])
        for sign, operator, cost in (("+=", ast.Add(), 0.9), ("-=", ast.Sub(), 1.3)):
            trial = ast.BinOp(target, operator, statement.value)
            yield Change("assign", (statement.value,), {}, ((Edit(gap, sign),),), cost, "=", sign, trial=trial)
    elif isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add | ast.Sub):
        target, value = _load(statement.target), statement.value
        now = "+=" if isinstance(statement.op, ast.Add) else "-="
        other = "-=" if now == "+=" else "+="
        alone = ast.BinOp(value, ast.Sub(), target) if now == "+=" else ast.BinOp(target, ast.Sub(), value)
        yield Change("assign", (value,), {}, ((Edit(gap, "="),),), 0.9, now, "=", trial=alone)
        yield Change("negate", (value,), {}, ((Edit(gap, other),),), 0.9, now, other, trial=ast.UnaryOp(ast.USub(), value))


def _load(target: ast.expr) -> ast.expr:
    """An assignment's target, to be read."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id, ast.Load())
    if isinstance(target, ast.Subscript):
        return ast.Subscript(_load(target.value), target.slice, ast.Load())
    return ast.Attribute(_load(target.value), target.attr, ast.Load()) if isinstance(target, ast.Attribute) else target


def _sign_of_assignment(source: Source, statement: ast.stmt) -> Span | None:
    """Where the `=` or `+=` of a statement stands."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and not isinstance(statement.targets[0], ast.Tuple | ast.List):
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AugAssign):
        target = statement.target
    else:
        return None
    start, end = target.current[1], statement.value.current[0]  # type: ignore[attr-defined]
    text = source.text[start:end]
    sign = text.strip(" \t(\\\n")
    if not sign.endswith("=") or "(" in sign:
        return None
    begin = start + text.index(sign)
    return source.span(begin, begin + len(sign))


def deletion(source: Source, statement: ast.AugAssign, environments: Sequence[Environment]) -> Iterator[Change]:
    """A term or factor that is taken in by a statement of its own, and has no business there."""
    neutral = _NEUTRAL.get(type(statement.op))
    if neutral is None:
        return
    value = statement.value
    values: Values = Expression(value, environments).values[value]
    edit = Edit(*_whole_lines(source, statement))
    change = Change(
        "drop", (value,), {}, ((edit,),), 0.94 - 1e-4 * statement.lineno, source.code_of(statement), "", trial=ast.Constant(neutral)
    )
    change.detail, change.part, change.part_values, change.in_sum = _SIGNS[type(statement.op)], source.code_of(value), values, neutral == 0
    numbers = [number for number in values if is_real(number)]
    change.factor = float(numbers[0]) if neutral == 1 and numbers and all(number == numbers[0] for number in numbers) else None
    yield change


def _whole_lines(source: Source, statement: ast.stmt) -> tuple[Span, str]:
    """The span of a statement with its line, and what stands there without it: `pass` where a block would be empty."""
    span = span_of(statement)
    start, end = statement.current  # type: ignore[attr-defined]
    before = source.text.rfind("\n", 0, start) + 1
    after = source.text.find("\n", end)
    alone = not source.text[before:start].strip() and (after < 0 or not source.text[end:after].split("#")[0].strip())
    siblings = next(body for body in _bodies(source.tree) if statement in body)
    if not alone or len(siblings) == 1 or after < 0:
        return span, "pass"
    return Span(span.line, 0, span.end_line + 1, 0), ""


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            body = getattr(node, field, None)
            if isinstance(body, list) and body and isinstance(body[0], ast.stmt):
                yield body


def target_index(source: Source, statement: ast.Assign | ast.AugAssign, environments: Sequence[Environment]) -> Iterator[Change]:
    """`dx[0] -= 1` for `dx[y] -= 1`: another entry is meant."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
    if (
        not isinstance(target, ast.Subscript)
        or not isinstance(target.slice, ast.Constant | ast.Name | ast.BinOp)
        or not source.is_original(target.slice)
    ):
        return
    first = environments[0]
    held = Expression(_load(target.value), environments[:1]).values
    size = max((len(values[0]) for values in held.values() if isinstance(values[0], list)), default=0)
    names = [name for name, value in first.items() if type(value) is int and not name.startswith("__") and 0 <= value < size]
    now = source.code_of(target.slice)
    if isinstance(target.slice, ast.BinOp):
        yield from _offsets(source, target, first)
        return
    sums = [f"{a} + {b}" for a, b in combinations(names[:4], 2)]
    for text in (*names, *map(str, range(min(size, 6))), *sums):
        if text != now:
            span = span_of(target.slice)
            new = f"{source.code_of(target.value)}[{text}]"
            yield Change("replace", (target,), {}, ((Edit(span, text),),), 1.0, source.code_of(target), new, detail="index")


def other_lists_in_header(source: Source, loop: ast.For, environment: Environment, gradients: Collection[str]) -> Iterator[Change]:
    """`for p in preds` where `for p in dpreds` is meant: another list of the same length."""
    for node in ast.walk(loop.iter):
        if not isinstance(node, ast.Name) or not isinstance(own := environment.get(node.id), list | tuple) or not source.is_original(node):
            continue
        for name, value in environment.items():
            if name != node.id and not name.startswith("__") and isinstance(value, list | tuple) and len(value) == len(own):
                change = Change("replace", (node,), {}, ((Edit(span_of(node), name),),), 1.0, node.id, name)
                change.old_role = "gradient" if node.id in gradients else "forward"
                change.new_role = "gradient" if name in gradients else "forward"
                yield change


def _offsets(source: Source, target: ast.Subscript, environment: Environment) -> Iterator[Change]:
    """`dx[j + k]` for `dx[stride * j + k]`: another place in the window."""
    counters = [name for name, value in environment.items() if type(value) is int and not name.startswith("__")][:8]
    for part in ast.walk(target.slice):
        if not isinstance(part, ast.Name) or not source.is_original(part):
            continue
        for text in (*(f"{other} * {part.id}" for other in counters), *(f"({part.id} {sign} 1)" for sign in "+-"), *counters):
            if text != part.id:
                old = source.code_of(target)
                start, end = target.current[0], part.current  # type: ignore[attr-defined]
                new = old[: end[0] - start] + text + old[end[1] - start :]
                yield Change("replace", (target,), {}, ((Edit(span_of(part), text),),), 1.0, old, new, detail="window")


def _unpacking(source: Source, statement: ast.Assign) -> Iterator[Change]:
    """`dw, dx = backward(…)` for `dx, dw = backward(…)`."""
    target = statement.targets[0]
    if len(statement.targets) != 1 or not isinstance(target, ast.Tuple) or not all(isinstance(name, ast.Name) for name in target.elts):
        return
    for i, j in combinations(range(len(target.elts)), 2):
        order = list(range(len(target.elts)))
        order[i], order[j] = order[j], order[i]
        first, second = target.elts[i], target.elts[j]
        edits = (Edit(span_of(first), source.code_of(second)), Edit(span_of(second), source.code_of(first)))
        picked = ast.Tuple([ast.Subscript(ast.Name("all_", ast.Load()), ast.Constant(k), ast.Load()) for k in order], ast.Load())
        parameter = ast.arguments([], [ast.arg("all_")], None, [], [], None, [])
        trial = ast.Call(ast.Lambda(parameter, picked), [statement.value], [])
        names = [source.code_of(name) for name in target.elts]
        swapped = [names[k] for k in order]
        yield Change("order", (target,), {}, (edits,), 0.95, ", ".join(names), ", ".join(swapped), trial=trial)


def copies(source: Source, statement: ast.stmt, environments: Sequence[Environment]) -> Iterator[Change]:
    """A second name for a list, where the list is changed through one of them: a list of its own is due."""
    value = getattr(statement, "value", None)
    if not isinstance(statement, ast.Assign | ast.Return) or not isinstance(value, ast.expr):
        return
    for node in ast.walk(value) if isinstance(value, ast.Tuple) else [value]:
        if not isinstance(node, ast.Name | ast.Attribute | ast.Subscript) or not source.is_original(node):
            continue
        if not all(isinstance(item, list) for item in Expression(node, environments).values[node]):
            continue
        code = source.code_of(node)
        yield Change("copy", (node,), {}, ((Edit(span_of(node), f"list({code})"),),), 1.05, code, f"list({code})")


def moved(source: Source, statement: ast.stmt, updates: Sequence[ast.stmt]) -> Iterator[Change]:
    """Each update of a parameter that stands before a statement of the same block, moved to behind it."""
    body = next((body for body in _bodies(source.tree) if statement in body), [])
    for update in updates:
        if update not in body or body.index(update) >= body.index(statement):
            continue
        removed, instead = _whole_lines(source, update)
        if instead:
            continue
        start = update.current[0]  # type: ignore[attr-defined]
        lines = source.text[source.text.rfind("\n", 0, start) + 1 : update.current[1]]  # type: ignore[attr-defined]
        end = span_of(statement)
        place = Span(end.end_line, end.end_column, end.end_line, end.end_column)
        edits = (Edit(removed, ""), Edit(place, f"\n{lines}"))
        node = value if isinstance(value := getattr(update, "value", None), ast.expr) else ast.Constant(None)
        yield Change("statement", (node,), {}, (edits,), 0.8, source.code_of(update), source.code_of(statement), detail="later")
