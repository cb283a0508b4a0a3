"""What is woven into a program so that it can be watched: fuel, frames, and the names that values are given.

The user's expressions stay as they are; statements are added around them, and a value passes through the watch on its way
to a single name (to bind it twice would be seen, by an `Enum` for one). Calls go to the `Watch` of `running`, which a
program sees as `__whygrad__`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeGuard, TypeVar

WATCH = "__whygrad__"
FRAME = "__whygrad_frame__"
MUTATORS = frozenset({"append", "extend", "insert", "pop", "remove", "reverse", "sort", "clear", "update", "setdefault"})

#: Calls that would lose the trace, and the method of the watch that each of them goes through.
ASKED = {"float": "to_float", "type": "type_of"}

Site = tuple[int, int]  # line and column of a statement in the original text
N = TypeVar("N", bound=ast.AST)


def instrumented(
    tree: ast.Module,
    snapshots: frozenset[Site] = frozenset(),
    *,
    trials: bool = False,
    asides: Mapping[Site, str] | None = None,
    calls: bool = False,
) -> ast.Module:
    """A tree that does the same and reports to the watch; before the statements at `snapshots`, all names are recorded.

    With `trials`, the watch may evaluate another expression in the place of a statement's value. Before a statement at
    one of `asides`, that expression is evaluated, and recorded under its own text as its name. With `calls`, the watch is
    told where a call begins and ends.

    Nodes that need no change are shared with `tree`, which is left as it is.
    """
    return ast.Module(_Weaver(snapshots, trials, asides or {}, calls).body(tree.body), [])


def site_of(node: ast.stmt) -> Site:
    """The site of a statement."""
    return (node.lineno, node.col_offset)


def bound_names(target: ast.expr) -> Iterator[str]:
    """The names that an assignment target binds."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def mutated_names(statement: ast.stmt) -> Iterator[str]:
    """The names whose value a statement changes in place: `x[i] = …`, `x.append(…)`."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call) and isinstance(call.func, ast.Attribute):
        targets = [call.func] if call.func.attr in MUTATORS else []
    for target in targets:
        for part in target.elts if isinstance(target, ast.Tuple | ast.List) else [target]:
            base = part
            while isinstance(base, ast.Subscript | ast.Attribute):
                base = base.value
            if base is not part and isinstance(base, ast.Name):
                yield base.id


class _Weaver:
    def __init__(self, snapshots: frozenset[Site], trials: bool, asides: Mapping[Site, str], calls: bool) -> None:
        self.snapshots = snapshots
        self.asides = asides
        self.trials = trials
        self.calls = calls
        self._in_class = False
        self._in_call = False

    def body(self, statements: Iterable[ast.stmt]) -> list[ast.stmt]:
        return [woven for statement in statements for woven in self.statement(statement)]

    def statement(self, statement: ast.stmt) -> Iterator[ast.stmt]:
        site = site_of(statement)
        if site in self.snapshots:
            yield _call_statement(statement, "before", site)
        if site in self.asides:
            value = ast.parse(self.asides[site], mode="eval").body
            bound = _call("bind", site, self.asides[site], value, ast.Name(FRAME, ast.Load()), True)
            yield _located(ast.Expr(_placed(bound, statement)), statement)
        yield self.nested(statement)
        if _single_name(statement) is None and not self._in_class:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    yield from _binds(statement, bound_names(target), fresh=_is_fresh(statement.value))
            elif isinstance(statement, ast.AugAssign):
                yield from _binds(statement, bound_names(statement.target), fresh=True)
        for name in mutated_names(statement):
            yield _call_statement(statement, "mutate", site, name, ast.Name(name, ast.Load()), ast.Name(FRAME, ast.Load()))

    def nested(self, statement: ast.stmt) -> ast.stmt:
        """The statement with what stands inside it woven."""
        around, self._in_class = (self._in_class, self._in_call), self._is_class_body(statement)
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            self._in_call = self.calls and _runs_through(statement)
        changes: dict[str, Any] = {}
        for field, value in ast.iter_fields(statement):
            if field in ("body", "orelse", "finalbody") and isinstance(value, list):
                changes[field] = self.body(value)
            elif field == "handlers":
                changes[field] = [_replaced(handler, {"body": self.body(handler.body)}) for handler in value]
            elif field == "cases":
                changes[field] = [self.case(statement, case) for case in value]
            elif field not in ("targets", "target", "items", "args", "decorator_list"):
                changes[field] = self.expression(value)
        in_call = self._in_call
        self._in_class, self._in_call = around
        if self.trials and isinstance(changes.get("value"), ast.expr):
            changes["value"] = self.trial(statement, changes["value"])
        if self.trials and isinstance(statement, ast.If):
            changes["test"] = self._tried(statement, changes["test"])
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            changes["body"] = self.function_entry(statement, changes["body"], in_call)
        elif isinstance(statement, ast.Return) and in_call:
            value = changes.get("value") or ast.Constant(None)
            changes["value"] = _located(_call("leave", ast.Name(FRAME, ast.Load()), value), statement)
        elif isinstance(statement, ast.For | ast.AsyncFor):
            binds = _binds(statement, bound_names(statement.target), fresh=False)
            changes["body"] = [_tick(statement, statement.iter), *binds, *changes["body"]]
        elif isinstance(statement, ast.While):
            changes["body"] = [_tick(statement, statement.test), *changes["body"]]
        elif isinstance(statement, ast.With | ast.AsyncWith):
            names = [name for item in statement.items if item.optional_vars for name in bound_names(item.optional_vars)]
            changes["body"] = [*_binds(statement, names, fresh=False), *changes["body"]]
        elif (name := _single_name(statement)) is not None and isinstance(statement, ast.Assign | ast.AnnAssign):
            assert statement.value is not None
            changes["value"] = _bound(site_of(statement), name, changes["value"], statement.value, fresh=_is_fresh(statement.value))
        return _replaced(statement, changes)

    def trial(self, statement: ast.stmt, value: ast.expr) -> ast.expr:
        """The value of a statement, or what is tried in its place; of a call of one argument, that argument."""
        if isinstance(statement, ast.Expr):
            if not isinstance(value, ast.Call) or len(value.args) != 1:
                return value
            return _replaced(value, {"args": [self._tried(statement, value.args[0])]})
        return self._tried(statement, value)

    def _tried(self, statement: ast.stmt, value: ast.expr) -> ast.expr:
        chosen = ast.Attribute(ast.Name(WATCH, ast.Load()), "trial_site", ast.Load())
        test = ast.Compare(chosen, [ast.Eq()], [ast.Constant(site_of(statement))])  # type: ignore[arg-type]
        return _located(ast.IfExp(test, _call("trial"), value), value)

    def _is_class_body(self, statement: ast.stmt) -> bool:
        """Do the statements inside this one stand in the body of a class?"""
        if isinstance(statement, ast.ClassDef):
            return True
        return self._in_class and not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef)

    def case(self, statement: ast.stmt, case: ast.match_case) -> ast.match_case:
        binds = _binds(statement, _captured(case.pattern), fresh=False)
        return _replaced(case, {"guard": self.expression(case.guard), "body": [*binds, *self.body(case.body)]})

    def function_entry(self, function: ast.FunctionDef | ast.AsyncFunctionDef, body: list[ast.stmt], in_call: bool) -> list[ast.stmt]:
        arguments = function.args
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
        enter = ast.Assign([ast.Name(FRAME, ast.Store())], _call("enter", site_of(function)))
        has_docstring = ast.get_docstring(function, clean=False) is not None
        first = body[0] if body else function
        entry = [_located(enter, first), *_binds(function, names, fresh=False)]
        if in_call:
            entry.insert(1, _located(ast.Expr(_call("call", ast.Name(FRAME, ast.Load()))), first))
            body = [*body, _located(ast.Expr(_call("leave", ast.Name(FRAME, ast.Load()))), body[-1] if body else function)]
        return [*body[:1], *entry, *body[1:]] if has_docstring else [*entry, *body]

    def expression(self, value: Any) -> Any:
        """An expression with the few calls rewritten that would lose the trace or never end; the same node if none."""
        if isinstance(value, list):
            rewritten = [self.expression(item) for item in value]
            return rewritten if any(new is not old for new, old in zip(rewritten, value, strict=True)) else value
        if not isinstance(value, ast.expr | ast.comprehension | ast.keyword):
            return value
        changes = {}
        for field, child in ast.iter_fields(value):
            rewritten = self.expression(child)
            if rewritten is not child:
                changes[field] = rewritten
        node = _replaced(value, changes) if changes else value
        return self.rewritten(node, value)

    def rewritten(self, node: Any, original: Any) -> Any:
        """The node, or what stands in for it; the places are those of the original."""
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKED and len(node.args) == 1:
            if not node.keywords and not isinstance(node.args[0], ast.Starred):
                return _located(_call(ASKED[node.func.id], node.func, *node.args), original)
        elif isinstance(node, ast.comprehension) and not node.is_async:
            return _replaced(node, {"iter": _located(_call("feed", node.iter), node.iter)})
        elif isinstance(node, ast.NamedExpr):
            return _replaced(node, {"value": _bound((node.lineno, node.col_offset), node.target.id, node.value, original, fresh=True)})
        elif isinstance(node, ast.Lambda):
            return _replaced(node, {"body": _located(ast.BoolOp(ast.And(), [_call("turn"), node.body]), original)})
        elif _asks_for_identity(node):
            same = _call("same", node.left, node.comparators[0])
            return _located(same if isinstance(node.ops[0], ast.Is) else ast.UnaryOp(ast.Not(), same), original)
        return node


def _runs_through(function: ast.AST) -> bool:
    """Does a call of this function end before its caller goes on? A generator or a coroutine comes and goes."""
    if isinstance(function, ast.AsyncFunctionDef):
        return False
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return False
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
    return True


def _asks_for_identity(node: ast.AST) -> TypeGuard[ast.Compare]:
    """Is this `a is b` or `a is not b`? Of `a is None`, the answer is the same under watch."""
    if not isinstance(node, ast.Compare) or len(node.ops) != 1:
        return False
    other = node.comparators[0]
    return isinstance(node.ops[0], ast.Is | ast.IsNot) and not (isinstance(other, ast.Constant) and other.value is None)


def _captured(pattern: ast.pattern) -> Iterator[str]:
    """The names that a pattern binds."""
    for part in ast.walk(pattern):
        name = part.rest if isinstance(part, ast.MatchMapping) else part.name if isinstance(part, ast.MatchAs | ast.MatchStar) else None
        if name is not None:
            yield name


def _single_name(statement: ast.stmt) -> str | None:
    """The name that an assignment gives its value to, if it is one name and nothing else."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target: ast.expr = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return None
    return target.id if isinstance(target, ast.Name) else None


def _is_fresh(value: ast.expr) -> bool:
    """An alias of an existing list shares its entries; a fresh value gets entries of its own."""
    return not isinstance(value, ast.Name | ast.Attribute | ast.Subscript)


def _bound(site: Site, name: str, value: ast.expr, original: ast.AST, *, fresh: bool) -> ast.expr:
    """`__whygrad__.bind(…, value, …)`: the value, on its way to a name."""
    return _located(_call("bind", site, name, value, ast.Name(FRAME, ast.Load()), fresh), original)


def _binds(statement: ast.stmt, names: Iterable[str], *, fresh: bool) -> list[ast.stmt]:
    """`name = __whygrad__.bind(…)` for each name."""
    bound = [(name, _bound(site_of(statement), name, ast.Name(name, ast.Load()), statement, fresh=fresh)) for name in names]
    return [_located(ast.Assign([ast.Name(name, ast.Store())], value), statement) for name, value in bound]


def _call(method: str, *arguments: Any) -> ast.Call:
    function = ast.Attribute(ast.Name(WATCH, ast.Load()), method, ast.Load())
    return ast.Call(function, [argument if isinstance(argument, ast.expr) else ast.Constant(argument) for argument in arguments], [])


def _call_statement(statement: ast.stmt, method: str, *arguments: Any) -> ast.stmt:
    return _located(ast.Expr(_call(method, *arguments)), statement)


def _tick(loop: ast.stmt, header: ast.expr) -> ast.stmt:
    """A turn of the loop, placed at its first line: a run that ends here ends at the loop, not inside it."""
    line, start = site_of(loop)
    end = header.end_col_offset if header.end_lineno == line else header.col_offset if header.lineno == line else start + 1
    place = ast.Pass(lineno=line, col_offset=start, end_lineno=line, end_col_offset=end)
    return _located(ast.Expr(_call("tick", (line, start))), place)


def _located(node: N, like: ast.AST) -> N:
    """Give the nodes that have no place that of `like`."""
    ast.copy_location(node, like)
    for child in ast.iter_child_nodes(node):
        if not hasattr(child, "lineno") and not isinstance(child, ast.expr_context):
            _located(child, like)
    return node


def _placed(node: N, like: ast.AST) -> N:
    """Give every part of a node the place of `like`: it stands nowhere in the text."""
    for part in ast.walk(node):
        if isinstance(part, ast.expr):
            ast.copy_location(part, like)
    return node


def _replaced(node: N, changes: dict[str, Any]) -> N:
    """A shallow copy with some fields changed."""
    fields = {name: getattr(node, name) for name in (*node._fields, *node._attributes) if hasattr(node, name)}
    return type(node)(**{**fields, **changes})
