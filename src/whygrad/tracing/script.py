"""A plain Python script: parsed, instrumented, compiled, and run as often as there are questions about it."""

from __future__ import annotations

import ast
import os
import sys
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from types import CodeType

from whygrad.graph import Node
from whygrad.tracing.instrument import Site, instrumented, site_of
from whygrad.tracing.running import Settings, Trace, World, run
from whygrad.tracing.source import Edit, Source, Span, span_of_instruction


class Program:
    """A script with edits applied to it, ready to run. Programs made from one another share a world."""

    def __init__(self, source: Source, file: str = "<text>", world: World | None = None, asides: Mapping[Site, str] | None = None) -> None:
        self.source = source
        self.file = file
        self.world = world or World()
        self.asides = dict(asides or {})

    def with_edits(self, edits: Iterable[Edit]) -> Program:
        """The program with these edits to the original text too; raises ValueError if edits overlap."""
        return self.with_source(self.source.with_edits(edits))

    def with_source(self, source: Source) -> Program:
        """Another text in this program's place, in the same world."""
        return Program(source, self.file, self.world, self.asides)

    def with_aside(self, site: Site, expression: str) -> Program:
        """The program that evaluates this too, before the statement at a site; it is recorded under its own text as its name."""
        return Program(self.source, self.file, self.world, {**self.asides, site: expression})

    def span_of(self, node: Node) -> Span | None:
        """The sub-expression that a node was computed by; None for an input, a constant, or a step of a library's own."""
        return None if node.code is None or node.code.co_filename != self.file else span_of_instruction(node.code, node.instruction)

    @property
    def tree(self) -> ast.Module:
        return self.source.tree

    @cached_property
    def statements(self) -> dict[Site, ast.stmt]:
        """Every statement of the program by its site; of two at one site (an inserted import), the last."""
        return {site_of(node): node for node in ast.walk(self.tree) if isinstance(node, ast.stmt)}

    @cached_property
    def classes(self) -> dict[Site, str]:
        """By the sites of methods, what their classes are called."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]
        return {site_of(one): node.name for node in found for one in node.body}

    @lru_cache(maxsize=8)  # noqa: B019 - a program lives as long as its check
    def _code(self, snapshots: frozenset[Site], trials: bool, calls: bool) -> CodeType:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the program's text: they are not ours to print
            woven = instrumented(self.tree, snapshots, trials=trials, asides=self.asides, calls=calls)
            return compile(woven, self.file, "exec", dont_inherit=True)

    def run(self, settings: Settings, snapshots: Iterable[Site] = ()) -> Trace:
        """Run the script once; see `Settings` for what may be varied."""
        code = self._code(frozenset(snapshots), settings.trial is not None, settings.calls)
        folder = os.path.dirname(os.path.abspath(self.file))
        argv, path = sys.argv, sys.path
        sys.argv, sys.path = [self.file], [folder, *sys.path]
        try:
            return run(code, settings, self.world)
        finally:
            sys.argv, sys.path = argv, path


def restrained(settings: Settings, turns: int) -> Settings:
    """Settings for a later run or a candidate: it may take a few times the turns of the first, and no more."""
    return replace(settings, limit=min(settings.limit, 10 * turns + 1000))
