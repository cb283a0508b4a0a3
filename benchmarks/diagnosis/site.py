"""One statement that makes gradients, as the operators see it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from benchmarks.diagnosis.source import Edit, Region, Source, Value, bodies, dotted, header, measures, reads, writes
from benchmarks.diagnosis.subjects import bare

REG = re.compile(r"^(self\.)?(reg\w*|lam\w*|lambda\w*|l[12]\w*|weight_decay|wd|decay|ridge)$")
KEEP = re.compile(r"^(self\.)?(p|keep\w*|prob|drop\w*|rate|scale|manter|taxa)$")
RATE = re.compile(r"^(self\.)?(N|n|m|B|T|eps\w*|alpha|lr|count|total|size|batch\w*|num\w*)$")
MASK = re.compile(r"mask|mascara|^(self\.)?(ativ[ao]|active|keep|manter|on|kept)$")
TIME = r"rnn|lstm|gru|prev|next|anterior|seq|steps|\bhs\b"
TINY = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant)
Product = ast.Mult | ast.Div


class Change(NamedTuple):
    """What an operator makes: slugs that name it, edits, and more lines at which a finding is right."""

    slugs: tuple[str, ...]
    edits: tuple[Edit, ...]
    lines: tuple[int, ...] = ()


def _closes(text: str) -> int:
    """Where the parenthesis is closed that a text begins with."""
    depth = 0
    for place, one in enumerate(text):
        depth += (one in "([{") - (one in ")]}")
        if depth == 0:
            return place
    return -1


@dataclass(eq=False)
class Site:
    """A statement of a region."""

    source: Source
    region: Region
    stmt: ast.stmt

    @cached_property
    def roots(self) -> list[ast.expr]:
        """The expressions that make gradients: not what a cache is unpacked from, and not the loss that is returned."""
        match self.stmt:
            case ast.Return(value=ast.Tuple(elts=elts)):
                return elts[1:] if self.region.loss else list(elts)
            case ast.Assign(targets=[ast.Tuple()], value=value) if not isinstance(value, ast.Tuple):
                return []
            case ast.Assign(value=value) | ast.AugAssign(value=value):
                return [value]
            case ast.Expr(value=ast.Constant()):
                return []
        return header(self.stmt)

    @cached_property
    def scope(self) -> dict[str, Value]:
        return self.region.scopes.get(self.stmt, {})

    @cached_property
    def expressions(self) -> list[ast.expr]:
        """Every expression under the roots, but those in an index, and the callees."""
        found: list[ast.expr] = []

        def walk(node: ast.AST) -> None:
            if isinstance(node, ast.expr):
                found.append(node)
            for name, value in ast.iter_fields(node):
                skipped = (
                    measures(node)
                    or (isinstance(node, ast.Subscript) and name == "slice")
                    or (isinstance(node, ast.Call) and name == "keywords")
                )
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, ast.AST) and not skipped:
                        walk(one)

        for root in self.roots:
            walk(root)
        return found

    @property
    def target(self) -> str | None:
        """The one name that the statement writes."""
        names = writes(self.stmt)
        return next(iter(names)) if len(names) == 1 else None

    @cached_property
    def values(self) -> list[tuple[str, ast.expr]]:
        """The gradients that the statement makes whole, by name: what it assigns, adds, or returns in place."""
        match self.stmt:
            case ast.Return(value=ast.Tuple()):
                return [("", one) for one in self.roots if not isinstance(one, ast.Name | ast.Constant)]
            case ast.Return(value=value) if value is not None:
                if isinstance(value, ast.Dict):
                    pairs = zip(value.keys, value.values, strict=True)
                    return [(str(key.value), one) for key, one in pairs if isinstance(key, ast.Constant) and not isinstance(one, ast.Name)]
                return [("dx", value)] if not isinstance(value, ast.Name) else []
            case ast.Assign(targets=[target], value=value) | ast.AugAssign(target=target, value=value):
                if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant) and isinstance(target.slice.value, str):
                    return [(target.slice.value, value)]
                if self.target in self.region.gradients:
                    return [(self.target or "", value)]
        return []

    def own(self, name: str) -> str | None:
        """The input that a gradient of this name belongs to, if it's at hand."""
        plain = bare(name.removeprefix("self."))
        for one in (f"self.{plain}", plain):
            if one in self.scope:
                return one
        return None

    def given(self, name: str) -> bool:
        """Whether a name is an input's of the program."""
        return name.removeprefix("self.") in self.source.inputs

    def says(self, pattern: str) -> bool:
        """Whether the program's words tell what it is about."""
        return re.search(pattern, self.source.text.lower()) is not None

    def keeps(self, node: ast.AST) -> bool:
        """Whether dropout's rate is in an expression."""
        return self.mentions(node, KEEP) and self.says("drop|keep|manter")

    def text(self, node: ast.expr | ast.stmt) -> str:
        return self.source.of(node)

    def atom(self, node: ast.expr) -> str:
        """The node's text, in parentheses where it's not of one piece."""
        return self.text(node) if isinstance(node, TINY) else f"({self.text(node)})"

    def halves(self, node: ast.BinOp) -> tuple[str, str]:
        """The texts of both sides, with their parentheses."""
        start, end = self.source.span(node)
        here = self.source.span(node.left)[1]
        stop = self.source.span(node.right)[0]
        between = self.source.text[here:stop]
        close = len(between) - len(between.lstrip(") \n\t"))
        open_ = len(between.rstrip("( \n\t"))
        left = self.source.text[start : here + close].rstrip()
        return left, self.source.text[here + open_ : end].lstrip()

    def to(self, node: ast.expr | ast.stmt, new: str, *slugs: str) -> Change:
        """The change of a node's text."""
        if node in self.roots and new.startswith("(") and _closes(new) == len(new) - 1:
            new = new[1:-1]
        return Change(slugs, (Edit(*self.source.span(node), new),))

    def removed(self, *slugs: str) -> Iterator[Change]:
        """The statement away, its line left empty, where that leaves a block to stand."""
        start, end = self.source.span(self.stmt)
        first, last = self.source.line(self.stmt.lineno), self.source.line(self.stmt.end_lineno or self.stmt.lineno)
        alone = first.strip().startswith(self.text(self.stmt).split("\n")[0]) and last.strip().endswith(
            self.text(self.stmt).split("\n")[-1]
        )
        if len(self.region.blocks[self.stmt]) > 1 and alone:
            kept = "\n" * self.text(self.stmt).count("\n")
            indent = len(first) - len(first.lstrip())
            yield Change(slugs, (Edit(start - indent, end, kept),), tuple(self.others()))

    def others(self) -> Iterator[int]:
        """The lines of the other statements that write what this one writes, where a finding of its absence may stand."""
        for stmt in self.region.blocks:
            if stmt is not self.stmt and not bodies(stmt) and writes(stmt) & writes(self.stmt):
                yield stmt.lineno

    def graded(self, node: ast.AST) -> bool:
        """Whether gradients flow into the node's value."""
        return bool(reads(node, sizes=False) & self.region.gradients)

    def shape(self, node: ast.expr) -> tuple[int, ...] | None:
        fact = self.region.facts.get(node)
        return None if fact is None else fact.shape

    def whole(self, node: ast.expr) -> bool:
        """Whether the node is a whole number, or an array of them."""
        fact = self.region.facts.get(node)
        return fact is not None and fact.kind in "iu"

    def mentions(self, node: ast.AST, pattern: re.Pattern[str]) -> bool:
        return any(pattern.search(name) for name in reads(node))

    def constant(self, node: ast.expr) -> bool:
        """Numbers, sizes, rates: a factor that is no local derivative."""
        if self.shape(node) not in ((), None) or self.graded(node):
            return False
        names = reads(node, sizes=False) - {"np"}
        return all(
            REG.match(name) or KEEP.match(name) or RATE.match(name) or self.scope.get(name, Value("o", ())).kind in "ib" for name in names
        )

    def mask(self, node: ast.expr) -> bool:
        fact = self.region.facts.get(node)
        compares = any(isinstance(one, ast.Compare) for one in ast.walk(node))
        return compares or (fact is not None and fact.kind == "b") or self.mentions(node, MASK)

    def bent(self, node: ast.expr) -> bool:
        """A local derivative with a formula: more than a name, or a name's product with numbers."""
        if isinstance(node, ast.Call | ast.Compare) or (isinstance(node, ast.BinOp) and not self.linear(node)):
            return True
        inner = [node.value] if isinstance(node, ast.Subscript) else list(ast.iter_child_nodes(node))
        return any(self.bent(one) for one in inner if isinstance(one, ast.expr))

    def linear(self, node: ast.BinOp) -> bool:
        return isinstance(node.op, Product | ast.MatMult) and (self.constant(node.left) or self.constant(node.right))

    def chain(self, node: ast.expr) -> list[tuple[str, ast.expr, str]]:
        """The factors of a product, from left to right: operator, node, text."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, Product):
            left, right = self.halves(node)
            first = self.chain(node.left) if not left.startswith("(") or left == self.text(node.left) else [("*", node.left, left)]
            return [*first, ("*" if isinstance(node.op, ast.Mult) else "/", node.right, right)]
        return [("*", node, self.text(node))]

    def alike(self, node: ast.expr) -> Iterator[str]:
        """Other names that held a number or an array of the node's shape just then."""
        fact, name = self.region.facts.get(node), dotted(node)
        if fact is None or fact.kind != "f":
            return
        for other, value in self.scope.items():
            if value == fact and other != name and not REG.match(other) and not KEEP.match(other) and not RATE.match(other):
                yield other
