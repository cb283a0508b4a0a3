"""Changed programs, tried: a function with other statements in it is run at a sample, and what it claims is compared with the truth."""

from __future__ import annotations

import ast
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np

from whygrad.checking.arrays.bodies import Body, Returned, compiled
from whygrad.checking.arrays.calling import Mismatch, agree
from whygrad.checking.arrays.subjects import Sample, Subject, arguments, read_claims, restore, retarget

#: Seconds that one changed program may run, beyond what the original takes.
LONGEST = 0.5


class TooLong(BaseException):
    """A changed program doesn't end."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what takes longer, where that can be done: in the main thread of a system with alarms."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def ring(number: int, frame: Any) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@dataclass
class Outcome:
    """What a run claims, and the names as it left them; `error` where it didn't end."""

    claims: dict[str, Any]
    names: dict[str, Any]
    error: BaseException | None = None
    loss: Any = None  # of a function that returns it beside its gradients
    result: Any = None

    def right(self, at: Sample, name: str) -> bool:
        """Is this claim the true gradient?"""
        return name in self.claims and agree(self.claims[name], at.true[name])


class Trials:
    """Runs of one function with some statements changed. `helper` is a function that it calls, if that is what is changed."""

    def __init__(self, subject: Subject, body: Body) -> None:
        self.subject = subject
        self.body = body
        self.count = 0

    def run(
        self,
        at: Sample,
        codes: Mapping[int, Sequence[CodeType]] | None = None,
        watch: Callable[[int, dict[str, Any]], None] | None = None,
        space: Mapping[str, Any] | None = None,
    ) -> Outcome:
        """Run at a sample with other code for some statements; `watch` sees the names after each statement, and may change them."""
        self.count += 1
        given = arguments(self.subject, at)
        if space is not None:
            retarget(given, space)
        restore(at.state)
        own = list(self.body.codes)
        names = self.body.start(given, space)
        try:
            with np.errstate(all="ignore"), limited(LONGEST):
                result = self._run(names, own, codes or {}, watch)
            loss = result[0] if self.subject.kind == "loss" and isinstance(result, tuple) and result else None
            return Outcome(read_claims(self.subject, at, result, given), names, loss=loss, result=result)
        except (Exception, TooLong) as error:
            return Outcome({}, names, error)

    def _run(
        self,
        names: dict[str, Any],
        own: list[CodeType],
        codes: Mapping[int, Sequence[CodeType]],
        watch: Callable[[int, dict[str, Any]], None] | None,
    ) -> Any:
        if watch is None:
            flat = [code for k, one in enumerate(own) for code in codes.get(k, (one,))]
            return self.body.run(names, flat)
        try:
            for k, one in enumerate(own):
                for code in codes.get(k, (one,)):
                    exec(code, names)
                watch(k, names)
        except Returned as found:
            return found.value
        return None


def code_with(statement: ast.stmt, changes: Sequence[tuple[ast.AST, ast.AST]]) -> CodeType | None:
    """The code of a statement with some parts replaced; None where that is no program."""
    places = {id(old): new for old, new in changes}
    undo: list[tuple[Any, str, int | None, Any]] = []
    for parent in list(ast.walk(statement)):
        for name, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST) and id(value) in places:
                undo.append((parent, name, None, value))
                setattr(parent, name, places[id(value)])
            elif isinstance(value, list):
                for k, item in enumerate(value):
                    if id(item) in places:
                        undo.append((value, name, k, item))
                        value[k] = places[id(item)]
    try:
        ast.fix_missing_locations(statement)
        return compiled(statement)
    except (SyntaxError, ValueError, TypeError):
        return None
    finally:
        for parent, name, k, item in reversed(undo):
            if k is None:
                setattr(parent, name, item)
            else:
                parent[k] = item


__all__ = ["Mismatch", "Outcome", "TooLong", "Trials", "code_with", "limited"]
