"""A gradient written anew, in the names that are in scope: local gradient × gradient from above, summed over the uses.

Where a placeholder stands, all of it is written; where some paths of the sum are missing, just those. What is written is a
proposal, as ever: the edited text, run, has the last word.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from whygrad.autodiff.symbolic import Symbol, local_gradient
from whygrad.checking.changes import Change
from whygrad.checking.claims import Claim
from whygrad.checking.evaluate import Environment, evaluated, is_real
from whygrad.checking.places import Workplace
from whygrad.checking.samples import Sample
from whygrad.checking.search import Solution
from whygrad.checking.session import Session, attempt
from whygrad.checking.values import Path, close, entries, root
from whygrad.checking.verdict import CannotJudge, Judged, adjoints_of, seeds_of, variable_nodes
from whygrad.gates.arithmetic import identity
from whygrad.graph import CONSTANT
from whygrad.tracing.source import Edit, span_of
from whygrad.tracing.traced import Traced

#: Nodes of a graph up to which it is walked, characters of a gradient up to which it is worth writing, uses of which subsets are summed.
MAX_NODES = 5_000
MAX_LENGTH = 90
MAX_USES = 6
MAX_ENTRIES = 6
_COST = 1.3

Term = tuple[Symbol, float]  # what one use hands down, as it is written and as it is


class Composer:
    """Writes the gradient that one wrong claim should be, as seen from the statement that made it."""

    def __init__(self, session: Session, claim: Claim, one: Judged) -> None:
        self.session = session
        self.claim = claim
        self.sample: Sample = one.sample
        self.one = one
        self.graph = one.sample.graph
        self.above = adjoints_of(claim, one.sample)
        self.seeds = seeds_of(claim, one.sample)
        self.environment = self._environment()
        self.users = self._users()
        self.gradients = self._gradients()
        self.names = self._names()
        self._written: dict[int, Symbol | None] = {}

    def solutions(self, places: Sequence[Workplace]) -> Iterator[Solution]:
        """Proposals to write the gradient, or what is missing of it, in the statements that made it."""
        place = places[0] if places else None
        if place is None or len(self.graph) > MAX_NODES:
            return
        yield from self._in_comprehensions(places)
        if not isinstance(place.statement, ast.Assign | ast.AnnAssign):
            return
        for value, path in _parts(place.value, self.one.true):
            change = self._change(value, path)
            if change is not None:
                yield Solution(place, [change])
        whole = self._all_entries(place)
        if whole is not None:
            yield Solution(place, whole)

    def _in_comprehensions(self, places: Sequence[Workplace]) -> Iterator[Solution]:
        """What is missing of every entry, where one expression makes them all: in a comprehension, or in a loop's `append`."""
        mine, true = dict(entries(self.one.yours)), dict(entries(self.one.true))
        paths = [path for path in true if len(path) == 1]
        if len(paths) < 2 or len(paths) != len(true) or mine.keys() != true.keys():
            return
        lacking = {path[0]: self.missing(path, mine[path]) for path in paths}
        texts = {index: symbol.python for index, symbol in lacking.items() if symbol is not None}
        if len(texts) < len(paths):
            return
        patterns = {text.replace(f"[{index}]", "[{index}]") for index, text in texts.items()}
        if len(patterns) != 1:
            return
        pattern, part = patterns.pop(), next(symbol for symbol in lacking.values() if symbol is not None)
        for place in places:
            found = self._with_index(place, pattern)
            if found is not None:
                value, edits, text = found
                code = self.session.program.source.code_of(value)
                change = Change("term", (value,), {}, (edits,), _COST, code, f"{code} + {text}")
                change.part, change.part_values, change.detail = text, [part.value], "+"
                yield Solution(place, [change])

    def _with_index(self, place: Workplace, pattern: str) -> tuple[ast.expr, tuple[Edit, ...], str] | None:
        """Where the entries are made, the edits that add a term to each, and the term in the names that stand there."""
        value, indexed = place.value, "{index}" in pattern
        if isinstance(value, ast.ListComp) and len(value.generators) == 1 and not value.generators[0].ifs:
            loop = value.generators[0]
            counter = _counter(loop)
            text = pattern.replace("{index}", counter or self._letter())
            edits = [self._added(value.elt, text)]
            if indexed and counter is None:
                target, lists = (self.session.program.source.code_of(part) for part in (loop.target, loop.iter))
                target = f"({target})" if isinstance(loop.target, ast.Tuple) and not target.startswith("(") else target
                edits += [Edit(span_of(loop.target), f"{self._letter()}, {target}"), Edit(span_of(loop.iter), f"enumerate({lists})")]
            return value.elt, tuple(edits), text
        if isinstance(place.statement, ast.Expr) and place.environments:
            counters = [
                name for name, number in place.environments[0].items() if type(number) is int and name in self._targets(place.statement)
            ]
            if indexed and len(counters) != 1:
                return None
            text = pattern.replace("{index}", counters[0] if counters else "")
            return value, (self._added(value, text),), text
        return None

    def _targets(self, statement: ast.stmt) -> set[str]:
        """The counters of the loops around a statement."""
        loops = [node for node in ast.walk(self.session.program.tree) if isinstance(node, ast.For) and statement in ast.walk(node)]
        return {name for loop in loops if (name := _counter(loop)) is not None}

    def _letter(self) -> str:
        return next(letter for letter in ("i", "k", "idx", "index_") if letter not in self.environment)

    def _added(self, value: ast.expr, text: str) -> Edit:
        code = self.session.program.source.code_of(value)
        if isinstance(value, ast.Constant) and value.value == 0:
            return Edit(span_of(value), text)
        own = f"({code})" if isinstance(value, ast.IfExp | ast.Compare | ast.BoolOp | ast.Lambda) else code
        return Edit(span_of(value), f"{own} - {text[1:]}" if text.startswith("-") else f"{own} + {text}")

    def _all_entries(self, place: Workplace) -> list[Change] | None:
        """A change to every entry of a list that is wrong; to the whole of it, where a placeholder stands."""
        paths = [path for path, _ in entries(self.one.true)]
        if not 1 < len(paths) <= MAX_ENTRIES or any(len(path) != 1 for path in paths):
            return None
        parts = list(_parts(place.value, self.one.true))
        if len(parts) == len(paths):
            changes = [change for value, path in parts if (change := self._change(value, path)) is not None]
            return changes if len(changes) > 1 else None
        written = [self.full(path) for path in paths]
        if not self._is_placeholder(place.value) or any(one is None for one in written):
            return None
        text = "[" + ", ".join(one.python for one in written if one is not None) + "]"
        return [self._replaced(place.value, text, self.one.true)] if len(text) <= MAX_LENGTH else None

    def _is_placeholder(self, value: ast.expr) -> bool:
        """Zeros, or the variable itself or a copy of it."""
        mine = [number for _, number in entries(self.one.yours)]
        code = self.session.program.source.code_of(value).replace(self.claim.reading.wrt, "*")
        return all(number == 0 for number in mine) or code in ("*", "list(*)", "tuple(*)", "*[:]", "*.copy()")

    def _change(self, value: ast.expr, path: Path) -> Change | None:
        """What would make one entry right: the whole of it for a placeholder, else the terms that are missing."""
        true = dict(entries(self.one.true)).get(path)
        mine = dict(entries(self.one.yours)).get(path)
        if true is None or (is_real(mine) and close(mine, true)):
            return None
        alone = len(self.claim.keys) == 1
        if alone and (isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and self._is_placeholder(value))):
            written = self.full(path)
            return self._replaced(value, written.python, true) if written is not None else None
        missing = self.missing(path, mine) if is_real(mine) else None
        if missing is None:
            return None
        return self._extended(value, missing, path)

    def _replaced(self, value: ast.expr, text: str, true: Any) -> Change:
        code = self.session.program.source.code_of(value)
        change = Change("replace", (value,), {}, ((Edit(span_of(value), text),),), _COST, code, text, whole=True)
        change.old_values, change.overrides = evaluated(value, [self.environment]), {value: [true]}
        return change

    def _extended(self, value: ast.expr, missing: Symbol, path: Path) -> Change:
        code = self.session.program.source.code_of(value)
        text, edit = missing.python, self._added(value, missing.python)
        change = Change("term", (value,), {}, ((edit,),), _COST, code, edit.replacement, path=path or None)
        change.part, change.part_values, change.detail = text, [missing.value], "+"
        change.old_values = evaluated(value, [self.environment])
        return change

    # --- what is written

    def full(self, path: Path) -> Symbol | None:
        """The gradient of one entry of the variable."""
        node = self._variable().get(path)
        return self._fit(self.gradient(node)) if node is not None else None

    def missing(self, path: Path, mine: float) -> Symbol | None:
        """The sum of what some uses of the entry hand down, if what is there is the sum of the others."""
        node = self._variable().get(path)
        terms = self.terms(node) if node is not None else None
        if terms is None or not 1 < len(terms) <= MAX_USES:
            return None
        for size in range(1, len(terms)):
            for chosen in combinations(terms, size):
                rest = sum(number for _, number in terms) - sum(number for _, number in chosen)
                if close(mine, rest):
                    return self._fit(_total([symbol for symbol, _ in chosen]))
        return None

    def terms(self, node: int) -> list[Term] | None:
        """What each use of a node hands down to it; None if one can't be written."""
        found = []
        for user, position in self.users.get(node, ()):
            inputs = self.graph.inputs(user)
            above = self.gradient(user)
            out, operands = self.value(user), [self.value(source, user) for source in inputs]
            if above is None or out is None or any(operand is None for operand in operands):
                return None
            local = local_gradient(self.graph.gates[user], position, out, [operand for operand in operands if operand is not None])
            if local is not None:
                found.append((above * local, self.above[user] * local.value))
        return found

    def gradient(self, node: int) -> Symbol | None:
        """The gradient of the output with respect to a node: by its name, if it has one, else as it is made."""
        if node not in self._written:
            self._written[node] = None  # until it is written, lest a long chain is begun twice
            self._written[node] = self._gradient(node)
        return self._written[node]

    def _gradient(self, node: int) -> Symbol | None:
        if node in self.gradients:
            return Symbol.named(self.gradients[node], self.above[node])
        if node in self.seeds:
            return Symbol(1 if self.seeds[node] == 1 else self.seeds[node])
        if self.graph.gates[node] is identity and not self.users.get(node):
            return None
        terms = self.terms(node)
        return self._fit(_total([symbol for symbol, _ in terms])) if terms else None

    def value(self, node: int, user: int | None = None) -> Symbol | None:
        """A value of the forward pass: by its name, if it has one in scope, else by the code that made it; a constant by
        its name in the code of the gate that uses it."""
        node = self._root(node)
        if node in self.names:
            return Symbol.named(self.names[node], self.graph.values[node])
        if self.graph.gates[node] is CONSTANT:
            number = self.graph.values[node]
            name = next((name for name in self._names_in(user) if self.environment.get(name) == number), None)
            return Symbol(number) if name is None else Symbol.named(name, number)
        inputs = [self.value(source, node) for source in self.graph.inputs(node)]
        if not inputs or any(one is None for one in inputs):
            return None
        return self._fit(Symbol.written(self.graph.gates[node], [one for one in inputs if one is not None], self.graph.values[node]))

    def _fit(self, symbol: Symbol | None) -> Symbol | None:
        """The formula, if it is short enough, and if the program has all that it asks for."""
        if symbol is None or len(symbol.python) > MAX_LENGTH:
            return None
        return symbol if "math." not in symbol.python or "math" in self.environment else None

    # --- what is known

    def _root(self, node: int) -> int:
        return root(self.graph, node)

    def _names_in(self, user: int | None) -> list[str]:
        """The names in the code that a node was made by."""
        span = self.session.program.span_of(self.graph[user]) if user is not None else None
        if span is None or span.line != span.end_line:
            return []
        line = self.session.program.source.original.split("\n")[span.line - 1]
        return re.findall(r"[^\W\d]\w*", line[span.column : span.end_column])

    def _variable(self) -> dict[Path, int]:
        return dict(variable_nodes(self.claim, self.sample))

    def _users(self) -> dict[int, list[tuple[int, int]]]:
        """The gates that use each node on the way to the output, new names for a number passed over."""
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for index in range(len(self.graph)):
            if index in self.above and self.graph.gates[index] is not identity:
                for position, source in enumerate(self.graph.inputs(index)):
                    for name in self._aliases(source):
                        found[name].append((index, position))
        return found

    def _aliases(self, node: int) -> Iterator[int]:
        """A node, and those that it is a new name for."""
        yield node
        while self.graph.gates[node] is identity:
            node = self.graph.inputs(node)[0]
            yield node

    def _environment(self) -> Environment:
        seen = self.session.snapshots([self.sample], [self.claim.site])[0]
        return next((environment for key, environment in seen.items() if key[0] == self.claim.site), {})

    def _gradients(self) -> dict[int, str]:
        """The nodes whose gradients have a name already, and are right."""
        start = self.sample.positions.get(self.claim.keys[0], 0)
        found: dict[int, str] = {}
        if self.claim.upstream is not None and self.claim.upstream.name in self.environment:
            name = self.claim.upstream.name
            for node, seed in self.seeds.items():
                if len(self.seeds) == 1 and self.environment.get(name) == seed:
                    found[node] = found[self._root(node)] = name
        for claim in self.session.claims.claims:
            position = self.sample.positions.get(claim.key)
            if claim is self.claim or claim.output != self.claim.output or position is None or position >= start:
                continue
            one = attempt(claim, self.sample)
            if one is None or not one.agrees or claim.name.split("[")[0] not in self.environment:
                continue
            try:
                variable = variable_nodes(claim, self.sample)
            except CannotJudge:
                continue
            for path, node in variable:
                name = claim.name + "".join(f"[{step!r}]" for step in path)
                found.setdefault(node, name)
                found.setdefault(self._root(node), name)
        return found

    def _names(self) -> dict[int, str]:
        """The nodes that a name in scope stands for, or an entry of one."""
        found: dict[int, str] = {}
        own = {claim.name for claim in self.session.claims.claims}
        for event in self.sample.trace.events:
            if event.frame not in (0, self.claim.frame) or event.name in own:
                continue
            held = dict(entries(self.environment.get(event.name)))
            for path, item in entries(event.value):
                if type(item) is Traced and held.get(path) == item.value:
                    found.setdefault(self._root(item.index), event.name + "".join(f"[{step!r}]" for step in path))
        return found


def _total(symbols: Sequence[Symbol]) -> Symbol:
    total = symbols[0]
    for symbol in symbols[1:]:
        total = total + symbol
    return total


def _counter(loop: ast.For | ast.comprehension) -> str | None:
    """The name that counts a loop's turns from 0: of `range(n)`, or of `enumerate(…)`."""
    call = loop.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    if call.func.id == "range" and len(call.args) == 1 and isinstance(loop.target, ast.Name):
        return loop.target.id
    if (
        call.func.id == "enumerate"
        and len(call.args) == 1
        and isinstance(loop.target, ast.Tuple)
        and isinstance(loop.target.elts[0], ast.Name)
    ):
        return loop.target.elts[0].id
    return None


def _parts(value: ast.expr, true: Any) -> Iterator[tuple[ast.expr, Path]]:
    """The parts of an expression that make the entries of a gradient."""
    if is_real(true):
        yield value, ()
    elif isinstance(value, ast.List | ast.Tuple) and isinstance(true, list) and len(value.elts) == len(true):
        for index, element in enumerate(value.elts):
            for part, path in _parts(element, true[index]):
                yield part, (index, *path)
