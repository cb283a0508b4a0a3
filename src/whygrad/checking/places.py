"""Where a wrong gradient was made: the expressions that made it, and what each should have been.

A claim's value is made by one statement (`dx = …`), or by several (`dx += …` on each path, `dw[i] = …` in a loop). For
each statement, the others are taken to be right: what is missing is then what this one should have handed over.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from whygrad.checking.claims import Claim
from whygrad.checking.evaluate import FAILED, Environment, Expression, Values, evaluated, is_real
from whygrad.checking.names import is_named
from whygrad.checking.values import Path, close, entries
from whygrad.checking.verdict import Judged, as_meant
from whygrad.tracing.instrument import Site
from whygrad.tracing.traced import plain


@dataclass
class Place:
    """An expression that must take certain values: over each bundle of environments, its values must sum to the target.

    Most bundles hold one environment; where a loop adds into one number, all its turns are one bundle.
    """

    expression: Expression
    bundles: list[list[int]]
    targets: list[float]
    scales: list[float]
    path: Path | None = None  # which entry of the gradient, where there is one

    @property
    def single(self) -> bool:
        """Is the value due in every environment known by itself?"""
        return all(len(bundle) == 1 for bundle in self.bundles)

    @property
    def wanted(self) -> Values:
        """For a single place, the target of each environment."""
        wanted: Values = [FAILED] * len(self.expression.environments)
        for bundle, target in zip(self.bundles, self.targets, strict=True):
            wanted[bundle[0]] = target
        return wanted

    def totals(self, values: Values) -> list[float] | None:
        """The sums over the bundles, None if some value is no number."""
        if not all(is_real(values[index]) for bundle in self.bundles for index in bundle):
            return None
        return [float(sum(values[index] for index in bundle)) for bundle in self.bundles]

    def meets(self, values: Values) -> bool:
        """Would these values of the expression make everything right?"""
        for bundle, target, scale in zip(self.bundles, self.targets, self.scales, strict=True):
            total = 0.0
            for index in bundle:
                if not is_real(values[index]):
                    return False
                total += values[index]
            if not close(total, target, scale):
                return False
        return True

    @property
    def met(self) -> bool:
        return self.meets(self.expression.values[self.expression.root])


@dataclass
class Workplace:
    """A statement that made (part of) a wrong gradient, with the places in it and all that was in scope.

    `value` is the expression on the right; `target` is what it should be at each sample, as a whole, where that is
    known (for a change of its shape); `places` are its parts as they stand, empty if its shape is wrong.
    """

    site: Site
    statement: ast.stmt
    value: ast.expr
    environments: list[Environment]
    places: list[Place]
    targets: list[Any] | None = None
    operator: type[ast.operator] | None = None


@dataclass
class _Made:
    """One execution of a statement that changed the claimed value: `before` and `after` it, in one sample."""

    environment: Environment
    before: Any
    after: Any
    missing: Any
    sample: int


#: Turns of a comprehension in which a changed part is evaluated to see whether it differs at all.
MAX_TURNS = 3
Snapshots = dict[tuple[Site, int], Environment]


def workplaces(claim: Claim, statements: dict[Site, ast.stmt], judged: Sequence[Judged], snapshots: Sequence[Snapshots]) -> list[Workplace]:
    """The statements that made a wrong claim, each with what it should have handed over if the others are right."""
    made: dict[Site, list[_Made]] = defaultdict(list)
    for number, (one, seen) in enumerate(zip(judged, snapshots, strict=True)):
        before: Any = None
        for event in one.sample.version(claim.keys[0], claim.continuing, claim.until):
            key = event.key
            environment = seen.get((key.site, key.occurrence))
            if environment is None:
                continue
            after = plain(as_meant(event.value, one.sample.graph))
            made[key.site].append(_Made(environment, before, after, one, number))
            before = after
    found = []
    for site, executions in made.items():
        statement = statements.get(site)
        if statement is not None:
            workplace = _workplace(claim, site, statement, executions)
            if workplace is not None:
                found.append(workplace)
    return found


def _workplace(claim: Claim, site: Site, statement: ast.stmt, executions: list[_Made]) -> Workplace | None:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value, operator = statement.targets[0], statement.value, None
    elif isinstance(statement, ast.AugAssign):
        target, value, operator = statement.target, statement.value, type(statement.op)
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value, operator = statement.target, statement.value, None
    elif isinstance(statement, ast.Expr) and isinstance(call := statement.value, ast.Call) and len(call.args) == 1:
        target, value, operator = call.func, call.args[0], None  # x.append(value)
    else:
        return None
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        pairs = [(t, v) for t, v in zip(target.elts, value.elts, strict=True) if is_named(t, claim.name)]
        if not pairs:
            return None
        target, value = pairs[0]
    if isinstance(value, ast.Dict) and not is_named(target, claim.name):
        return _workplace_in_dict(claim, site, statement, value, executions)
    environments = [execution.environment for execution in executions]
    if isinstance(target, ast.Name) or is_named(target, claim.name):
        return _whole(site, statement, value, operator, executions, environments)
    places = list(_entry_places(target, value, operator, executions))
    return Workplace(site, statement, value, environments, places, operator=operator)


def _workplace_in_dict(claim: Claim, site: Site, statement: ast.stmt, value: ast.Dict, executions: list[_Made]) -> Workplace | None:
    """`grads = {"w": …}`: the entry that a claim is about."""
    for key, item in zip(value.keys, value.values, strict=True):
        if isinstance(key, ast.Constant) and claim.name.endswith(f"[{key.value!r}]"):
            return _whole(site, statement, item, None, executions, [execution.environment for execution in executions])
    return None


def _truth(execution: _Made) -> tuple[Any, Any, Any]:
    judged = execution.missing
    return judged.yours, judged.true, judged.scale


def _whole(
    site: Site,
    statement: ast.stmt,
    value: ast.expr,
    operator: type[ast.operator] | None,
    executions: list[_Made],
    environments: list[Environment],
) -> Workplace | None:
    """`dx = …` or `dx += …`: what the right side should be."""
    single = len({execution.sample for execution in executions}) == len(executions)
    targets: list[Any] = []
    for execution in executions:
        yours, true, _ = _truth(execution)
        targets.append(_due(operator, execution, yours, true))
    workplace = Workplace(site, statement, value, environments, [], targets if single else None, operator)
    if any(target is None for target in targets):
        return workplace
    if not single:
        workplace.places = _summed_place(value, operator, executions, environments)
    elif all(is_real(target) for target in targets):
        scales = [_scale(execution) for execution in executions]
        workplace.places = list(scalar_places(value, environments, targets, scales, None))
    else:
        workplace.places = list(list_places(value, environments, targets, [execution.missing.scale for execution in executions]))
    return workplace


def _scale(execution: _Made, path: Path = ()) -> float:
    _, _, scale = _truth(execution)
    return float(dict(entries(scale)).get(path, 0.0))


def _due(operator: type[ast.operator] | None, execution: _Made, yours: Any, true: Any) -> Any:
    """What the statement's right side should be, so that with the other statements as they are the claim comes true."""
    before, after = execution.before, execution.after
    if operator is None:
        if is_real(after) and is_real(yours) and is_real(true):
            return after + (true - yours)
        return true if after == yours else None
    if not (is_real(before) and is_real(after) and is_real(yours) and is_real(true)):
        return None
    if operator is ast.Add:
        return after - before + (true - yours)
    if operator is ast.Sub:
        return before - after - (true - yours)
    if operator is ast.Mult and after == yours and before:
        return true / before
    if operator is ast.Div and after == yours and true:
        return before / true
    return None


def scalar_places(
    value: ast.expr, environments: Sequence[Environment], targets: Sequence[float], scales: Sequence[float], path: Path | None
) -> Iterator[Place]:
    """The place of an expression that must be a number; of a sum over a comprehension, the place of what is summed."""
    inner = summed_comprehension(value)
    if inner is not None:
        turned = [_turns(inner, environment) for environment in environments]
        if all(turned):
            flat = [environment for turns in turned for environment in turns]
            bundles, start = [], 0
            for turns in turned:
                bundles.append(list(range(start, start + len(turns))))
                start += len(turns)
            yield Place(Expression(inner.elt, flat), bundles, list(targets), list(scales), path)
            return
    yield Place(Expression(value, environments), [[index] for index in range(len(environments))], list(targets), list(scales), path)


def _summed_place(
    value: ast.expr, operator: type[ast.operator] | None, executions: list[_Made], environments: list[Environment]
) -> list[Place]:
    """A statement that ran several times for one number: its turns must add up."""
    if operator not in (ast.Add, ast.Sub):
        return []
    bundles: dict[int, list[int]] = defaultdict(list)
    sums: dict[int, float] = defaultdict(float)
    for index, execution in enumerate(executions):
        if not (is_real(execution.before) and is_real(execution.after)):
            return []
        bundles[execution.sample].append(index)
        sums[execution.sample] += execution.after - execution.before
    targets, scales = [], []
    for sample, bundle in bundles.items():
        yours, true, _ = _truth(executions[bundle[0]])
        total = sums[sample] + (true - yours)
        targets.append(total if operator is ast.Add else -total)
        scales.append(_scale(executions[bundle[0]]))
    return [Place(Expression(value, environments), list(bundles.values()), targets, scales)]


def list_places(
    value: ast.expr, environments: Sequence[Environment], targets: Sequence[Any], scales: Sequence[Any], path: Path | None = ()
) -> Iterator[Place]:
    """The places of a value that must be these numbers or lists: of a display a place an entry, of a comprehension one
    place for all its entries, down to the numbers. Nothing where the shape of the code is not that of the numbers."""
    if all(is_real(target) for target in targets):
        yield from scalar_places(value, environments, targets, [float(scale or 0.0) for scale in scales], path or None)
        return
    size = len(targets[0]) if isinstance(targets[0], list) else -1
    if not all(isinstance(target, list) and len(target) == size for target in targets):
        return
    if isinstance(value, ast.List | ast.Tuple) and len(value.elts) == size:
        for index, element in enumerate(value.elts):
            parts, sizes = [target[index] for target in targets], [_part(scale, index) for scale in scales]
            yield from list_places(element, environments, parts, sizes, None if path is None else (*path, index))
    elif isinstance(value, ast.ListComp):
        turned = [_turns(value, environment) for environment in environments]
        if all(len(turns) == size for turns in turned):
            flat = [environment for turns in turned for environment in turns]
            parts = [part for target in targets for part in target]
            sizes = [_part(scale, index) for scale in scales for index in range(size)]
            yield from list_places(value.elt, flat, parts, sizes, None)


def _part(scale: Any, index: int) -> Any:
    return scale[index] if isinstance(scale, list) else scale


def _entry_places(target: ast.expr, value: ast.expr, operator: type[ast.operator] | None, executions: list[_Made]) -> Iterator[Place]:
    """`dx[i] = …`, `dx[i] += …`, `dx.append(…)`: the place of the right side, over all entries that it made."""
    bundles: dict[tuple[int, Path], list[int]] = defaultdict(list)
    sums: dict[tuple[int, Path], float] = defaultdict(float)
    environments: list[Environment] = []
    for execution in executions:
        changed = _changed(target, execution)
        after = dict(entries(execution.after))
        before = dict(entries(execution.before)) if execution.before is not None else {}
        if changed is None or changed not in after:
            return
        key = (execution.sample, changed)
        if operator is None:
            bundles[key], sums[key] = [], 0.0  # the last assignment counts
        elif operator not in (ast.Add, ast.Sub):
            return
        bundles[key].append(len(environments))
        sums[key] += after[changed] - (before.get(changed, 0.0) if operator else 0.0)
        environments.append(execution.environment)
    kept, targets, scales = [], [], []
    for (sample, path), bundle in bundles.items():
        execution = next(execution for execution in executions if execution.sample == sample)
        yours, true, _ = _truth(execution)
        theirs, mine = dict(entries(true)), dict(entries(yours))
        if path not in theirs or path not in mine:
            return
        total = sums[sample, path] + (theirs[path] - mine[path])
        kept.append(bundle)
        targets.append(-total if operator is ast.Sub else total)
        scales.append(_scale(execution, path))
    yield Place(Expression(value, environments), kept, targets, scales)


def _changed(target: ast.expr, execution: _Made) -> Path | None:
    """Which entry of the gradient this execution changed."""
    if isinstance(target, ast.Attribute):
        return (len(execution.after) - 1,) if target.attr == "append" and isinstance(execution.after, list) else None
    path: list[Any] = []
    node = target
    while isinstance(node, ast.Subscript):
        step = evaluated(node.slice, [execution.environment])[0]
        if step is FAILED:
            return None
        path.append(step)
        node = node.value
    value, found = execution.after, []
    for step in reversed(path):
        from_start = step + len(value) if isinstance(step, int) and isinstance(value, list) and step < 0 else step
        found.append(from_start)
        try:
            value = value[from_start]
        except (LookupError, TypeError):
            return None
    return tuple(found)


def summed_comprehension(value: ast.expr) -> ast.GeneratorExp | ast.ListComp | None:
    if (
        isinstance(value, ast.Call)
        and isinstance(value.func, ast.Name)
        and value.func.id == "sum"
        and len(value.args) == 1
        and isinstance(value.args[0], ast.GeneratorExp | ast.ListComp)
    ):
        return value.args[0]
    return None


def comprehensions(value: ast.expr, environment: Environment) -> Iterator[tuple[ast.expr, list[Environment]]]:
    """The elements of the comprehensions in an expression, each with the environments of its first turns."""
    for node in ast.iter_child_nodes(value) if not isinstance(value, ast.ListComp | ast.GeneratorExp) else [value]:
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            turns = _turns(node, environment)[:MAX_TURNS]
            if turns:
                yield node.elt, turns
                yield from comprehensions(node.elt, turns[0])
        elif isinstance(node, ast.expr):
            yield from comprehensions(node, environment)


def _turns(comprehension: ast.GeneratorExp | ast.ListComp, environment: Environment) -> list[Environment]:
    """The environments in which a comprehension's element is evaluated; empty if it has more than one plain loop."""
    if len(comprehension.generators) != 1 or comprehension.generators[0].ifs or comprehension.generators[0].is_async:
        return []
    loop = comprehension.generators[0]
    names = [node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)]
    bound: ast.expr = ast.Tuple([ast.Name(name, ast.Load()) for name in names], ast.Load())
    rows = evaluated(ast.ListComp(bound, [loop]), [environment])[0]
    if rows is FAILED:
        return []
    return [{**environment, **dict(zip(names, row, strict=True))} for row in rows]
