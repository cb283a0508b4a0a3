"""One turn of a training loop, as a function of the names that it begins with: it returns the loss and the gradients that it claims.

The statements are those of the program, at their places in the text, so that what is said of the function is said of the program. What
comes after the last gradient (the update, prints) is left out; a loss that is computed only there is not.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.checking.arrays.afterwards import is_cleared, is_reworked, made_of
from whygrad.checking.arrays.assignments import Assigned, assigned, key_of, reads, walk
from whygrad.checking.arrays.marking import is_marked, rested
from whygrad.checking.arrays.movement import ALONG, WAS
from whygrad.checking.arrays.remaking import BIND as BIND
from whygrad.checking.arrays.remaking import remade
from whygrad.checking.arrays.slices import base_name, base_of, makers, names_in, parsed, written_by
from whygrad.checking.arrays.splitting import split
from whygrad.checking.arrays.training import Place, calls_backward, claimed_in, is_loss, steps_along
from whygrad.tracing.arrays import is_traced
from whygrad.tracing.module import PICTURES

#: What makes the gradient of a whole array of that of a part of it.
PART = "_whygrad_part_"
#: What takes a value as it is, without a gradient.
HELD = "_whygrad_held_"
#: What gives the sum of a loss that is added up where its residuals are made.
SUM = "_whygrad_sum_"
#: Calls that show something, and compute nothing.
_SHOWS = frozenset({"print", "display", "input"})


@dataclass(frozen=True)
class Cut:
    """Where in a list of statements a turn begins and ends, and which later ones are run before it all the same."""

    first: int = 0
    hoisted: frozenset[int] = frozenset()
    end: int | None = None

    def block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements of the turn."""
        return [one for k, one in enumerate(statements[: self.end]) if k >= self.first and k not in self.hoisted]

    def before(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Those that are run before it."""
        return [*statements[: self.first], *(statements[k] for k in sorted(self.hoisted))]

    def after(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """Those that are run after it."""
        return [] if self.end is None else [*statements[self.end :]]


@dataclass(frozen=True)
class Turn:
    """Where it stands, what it is given, the gradients that it claims (as code, by the leaf), and the loss (as code)."""

    place: Place
    parameters: tuple[str, ...]
    known: frozenset[str]
    claims: Mapping[str, str] = field(default_factory=dict)
    loss: str = "None"
    cut: Cut = Cut()
    counted: frozenset[str] | None = None  # what is added up, and no parameter; None where steps are left as they stand
    moved: frozenset[str] = frozenset()  # the leaves that get a new value, made of the old one
    at: str = ""  # an expression: the loss is taken where this stands
    lines: Mapping[str, int] = field(default_factory=dict)  # by the leaf: where it is moved, if that is out of sight

    def node_in(self, tree: ast.AST, *, only_loss: bool = False, at_rest: bool = False) -> ast.FunctionDef | None:
        """The function, made of the statements of a tree; None where they aren't there any more.

        `only_loss`: of those up to the loss; `at_rest`: without steps along gradients, so that all is at the same parameters.
        """
        try:
            statements = self.place.statements(tree)
        except LookupError:
            return None
        block = self.cut.block(statements)
        block = block if self.counted is None else split(block, self.counted)
        if at_rest:
            block = [one for one in block if not steps_along(one) or claimed_in([one], self.known)]
        result = self._result()
        bind = ast.Expr(
            ast.Call(ast.Name(BIND, ast.Load()), [], [ast.keyword(name, ast.Name(name, ast.Load())) for name in self.parameters])
        )
        kept = self._kept(block, result)
        if only_loss:
            assert isinstance(result.value, ast.Tuple)
            result.value = result.value.elts[0]
            names = names_in(result.value)
            ends = [k for k, one in enumerate(kept) if (self.at in ast.unparse(one) if self.at else written_by(one) & names)]
            kept = kept[: (min(ends) if self.at else max(ends)) + 1] if ends else []
        given = self.parameters if is_marked(tree) else ()
        first = [ast.Assign([ast.Name(WAS + name, ast.Store())], ast.Name(name, ast.Load())) for name in given]
        for one in first:
            ast.copy_location(one, block[0] if block else statements[0])
        body = [bind, *first, *kept, result]
        arguments = ast.arguments([], [ast.arg(name) for name in self.parameters], None, [], [], None, [])
        made = ast.FunctionDef("turn", arguments, body, [], None)
        anchor = block[0] if block else statements[0]
        ast.copy_location(made, anchor)
        ast.copy_location(bind, anchor)
        ast.copy_location(result, block[-1] if block else anchor)
        return ast.fix_missing_locations(made)

    def function(
        self, tree: ast.AST, file: str, space: dict[str, Any], *, only_loss: bool = False, at_rest: bool = False
    ) -> Callable[..., Any]:
        """The same, compiled."""
        if (only_loss or at_rest) and is_marked(tree):
            tree = rested(tree)
            space = remade(tree, file, space)
        node = self.node_in(tree, only_loss=only_loss, at_rest=at_rest)
        assert node is not None
        own: dict[str, Any] = {}
        exec(compile(ast.Module([node], []), file, "exec", dont_inherit=True), space, own)
        made: Callable[..., Any] = own["turn"]
        if not only_loss:
            made.turn = self  # type: ignore[attr-defined]
        return made

    def _result(self) -> ast.Return:
        """What the turn hands back: `return loss, {"W": dW}`."""
        keys: list[ast.expr | None] = [ast.Constant(name) for name in self.claims]
        values = [parsed(text) for text in self.claims.values()]
        return ast.Return(ast.Tuple([parsed(self.loss), ast.Dict(keys, values)], ast.Load()))

    def _kept(self, block: Sequence[ast.stmt], result: ast.Return) -> list[ast.stmt]:
        """The statements up to the last gradient, and those after it that the loss is made by."""
        wanted = {base_name(claimed_part(text)) for text in self.claims.values()}
        called, sizes = {key_of(parsed(claimed_part(text))) for text in self.claims.values()}, made_of(block, wanted)
        block = [one for one in block if not (written_by(one) & wanted and is_reworked(one, wanted, sizes))]
        last, made = len(block) - 1 if ALONG in wanted else -1, set[str]()
        for k, statement in enumerate(block if last < 0 else ()):
            if wanted:
                own = written_by(statement) & wanted
                if own and own <= made and is_cleared(statement):  # for the next turn
                    continue
                made |= own if not is_cleared(statement) else set()
                computes = own or any(calls_backward(node) for node in walk(statement))
                last = k if computes and not steps_along(statement, called) else last
            elif claimed_in([statement], self.known):
                last = k
        if last < 0 and self.loss != "None":  # they are made out of sight, and may be cleared by the step
            block = [one for one in block if not isinstance(one, ast.Expr) or not steps_along(one, called)]
        if last < 0 or self.loss == "None":
            last = len(block) - 1
        kept, rest = [*block[: last + 1]], [one for one in block[last + 1 :] if not steps_along(one)]
        late = self._late(kept, result)
        if not late:
            kept += self._completing(rest, result)
        else:
            kept = [one for statement in kept for one in _flattened(statement, late)]
            rest = [one for statement in rest for one in _flattened(statement, late)]
            kept += [rest[k] for k in sorted(makers(rest, late, len(rest) - 1))]
        cleaner = _Cleaner(result)
        kept = [made for statement in kept for made in cleaner.of(statement)]
        return kept or [ast.Pass()]

    def _late(self, kept: Sequence[ast.stmt], result: ast.Return) -> set[str]:
        """The names in the loss that these statements don't surely bind."""
        assert isinstance(result.value, ast.Tuple)
        if self.loss == "None":  # not known yet: it may be computed every hundredth time only
            return {name for one in kept if isinstance(one, ast.If) for name in written_by(one) if is_loss(name)}
        names = names_in(result.value.elts[0]) - {SUM}
        writers = {name: [one for one in kept if name in written_by(one)] for name in names}
        sure = {name for name, some in writers.items() if any(not isinstance(one, ast.If) for one in some)}
        return {name for name in names - sure if writers[name] or name not in self.parameters}

    def _completing(self, rest: Sequence[ast.stmt], result: ast.Return) -> list[ast.stmt]:
        """What changes the loss after the last gradient: `loss /= n`."""
        assert isinstance(result.value, ast.Tuple)
        names = set() if self.loss == "None" else names_in(result.value.elts[0])
        return [one for one in rest if any(base_of(part.target) in names and _is_changed(part) for part in assigned(one))]


def _is_changed(part: Assigned) -> bool:
    return part.is_in_place or reads(part.value, part.target)


def claimed_part(text: str) -> str:
    """What is called a gradient in a claim: of a part of an array, what stands for the part."""
    node = parsed(text)
    return ast.unparse(node.args[2]) if isinstance(node, ast.Call) and key_of(node.func) == PART else text


def part_of(whole: Any, index: Any, part: Any) -> Any:
    """The gradient of an array, of which only a part is said: all else has none."""
    made = np.zeros(np.shape(whole))
    made[index] = part.value if is_traced(part) else part
    return made


def held(value: Any) -> Any:
    """A value as it is, through which no gradient goes."""
    return np.array(value.value) if is_traced(value) else value


class _Cleaner(ast.NodeTransformer):
    """The statements without those that only show something; what leaves the loop or the function ends the turn."""

    def __init__(self, result: ast.Return) -> None:
        self.result = result
        self.depth = 0

    def of(self, statement: ast.stmt) -> list[ast.stmt]:
        """A statement, cleaned; the one itself, if nothing in it is to be cleaned."""
        dirty = any(_shows(node) or isinstance(node, ast.Break | ast.Continue | ast.Return) for node in walk(statement))
        if not dirty:
            return [statement]
        self.depth = 0
        made = self.visit(copy.deepcopy(statement))
        return [] if made is None else [made]

    def visit_Expr(self, node: ast.Expr) -> ast.stmt | None:
        if not _shows(node):
            return node
        made = ast.copy_location(ast.Pass(), node)
        made.__dict__.update({name: value for name, value in vars(node).items() if name == "current"})
        return made

    def visit_For(self, node: Any) -> ast.stmt:
        self.depth += 1
        made = self.generic_visit(node)
        self.depth -= 1
        return made  # type: ignore[return-value]

    def visit_While(self, node: Any) -> ast.stmt:
        return self.visit_For(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.stmt:
        return node

    def visit_Break(self, node: ast.stmt) -> ast.stmt:
        return node if self.depth else ast.copy_location(copy.deepcopy(self.result), node)

    def visit_Continue(self, node: ast.stmt) -> ast.stmt:
        return self.visit_Break(node)

    def visit_Return(self, node: ast.stmt) -> ast.stmt:
        return ast.copy_location(copy.deepcopy(self.result), node)


def _shows(node: ast.AST) -> bool:
    """Does a statement only print or draw?"""
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return False
    called: ast.expr = node.value.func
    while isinstance(called, ast.Attribute):
        called = called.value
    return isinstance(called, ast.Name) and (called.id in _SHOWS or called.id in PICTURES or called.id in ("plt", "sns", "pbar", "logger"))


def _flattened(statement: ast.stmt, late: set[str]) -> list[ast.stmt]:
    """Of a branch in which the loss is computed every hundredth time: what is in it."""
    if isinstance(statement, ast.If) and not statement.orelse and written_by(statement) & late:
        return [one for inner in statement.body for one in _flattened(inner, late)]
    return [statement]
