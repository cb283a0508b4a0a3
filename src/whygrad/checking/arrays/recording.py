"""A program's own calls of its functions, with what they are given: it is run once, and no longer than until enough is known."""

from __future__ import annotations

import ast
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

from whygrad.checking.arrays.leaves import arrays_in, own_copy
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.training import is_main_guard
from whygrad.patience import patient
from whygrad.tracing.module import load

#: Calls of one function that are enough, for the first may begin with whole numbers, or at zero; and those that are kept at most.
CALLS, _MOST_CALLS = 2, 6
#: Seconds after which a program is stopped where some of what is wanted was called, and some not.
_PATIENCE = 4
#: Bytes beyond which what a function is given is not copied.
_MOST_BYTES = 200_000_000
#: The name under which the functions are entered.
_ENTER = "_whygrad_enter_"


@dataclass(frozen=True, eq=False)
class Written:
    """A function as it stands in a text: a `def`, a method, or a lambda that gets a name; and what it stands in."""

    number: int
    name: str
    node: ast.FunctionDef | ast.Lambda
    around: tuple[str, ...] = ()
    is_method: bool = False

    @property
    def parameters(self) -> list[str]:
        return [one.arg for one in (*self.node.args.posonlyargs, *self.node.args.args)]

    @property
    def returned(self) -> ast.expr | None:
        """What it hands back at its end, as it is written."""
        if isinstance(self.node, ast.Lambda):
            return self.node.body
        found = [one for one in _own(self.node) if isinstance(one, ast.Return)]
        return found[-1].value if found else None


@dataclass(frozen=True)
class OfLambda:
    """Where a lambda stands in a text, which then reads like a function of the name that it gets."""

    number: int

    def node_in(self, tree: ast.Module) -> ast.FunctionDef | None:
        found = functions_in(tree)
        one = found[self.number] if self.number < len(found) else None
        if one is None or not isinstance(one.node, ast.Lambda):
            return None
        result = ast.copy_location(ast.Return(one.node.body), one.node.body)
        made = ast.FunctionDef(one.name, one.node.args, [result], [], None)
        return ast.fix_missing_locations(ast.copy_location(made, one.node))


@dataclass(eq=False)
class Called:
    """One call of a function: what it was given, by position, and what it gave back."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    returned: Any = None


@dataclass
class Calls:
    """The calls of a program, by the number of the function; and the functions themselves, as they last were made."""

    by_number: dict[int, list[Called]] = field(default_factory=dict)
    functions: dict[int, Callable[..., Any]] = field(default_factory=dict)


class _Enough(BaseException):
    """All that is wanted was called."""


def functions_in(tree: ast.Module) -> list[Written]:
    """The functions of a text, in its order; those that take any number of arguments, or hand back none, are not among them."""
    return [Written(k, name, node, around, is_method) for k, (name, node, around, is_method) in enumerate(_functions(tree.body, (), False))]


def _functions(
    body: Sequence[ast.stmt], around: tuple[str, ...], in_class: bool
) -> Iterator[tuple[str, ast.FunctionDef | ast.Lambda, tuple[str, ...], bool]]:
    for statement in body:
        if isinstance(statement, ast.FunctionDef):
            if _is_plain(statement.args) and not any(isinstance(one, ast.Yield | ast.YieldFrom) for one in _own(statement)):
                is_static = any(isinstance(one, ast.Name) and one.id in ("staticmethod", "property") for one in statement.decorator_list)
                yield statement.name, statement, around, in_class and not is_static
            yield from _functions(statement.body, (*around, statement.name), False)
        elif isinstance(statement, ast.ClassDef):
            yield from _functions(statement.body, (*around, statement.name), True)
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Lambda):
            target = statement.targets[0]
            if isinstance(target, ast.Name) and _is_plain(statement.value.args):
                yield target.id, statement.value, around, False
        else:
            for name in ("body", "orelse", "finalbody"):
                yield from _functions(getattr(statement, name, []), around, in_class)


def _is_plain(given: ast.arguments) -> bool:
    return given.vararg is None and given.kwarg is None and not given.kwonlyargs


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function in the order of the text, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield from _own(child)


def calls_in(text: str, file: str, wanted: Collection[int], seconds: float) -> Calls:
    """What a program calls its functions with, until each of those wanted was called a few times, or it ends or takes too long."""
    tree = ast.parse(text)  # one of its own, to put marks into
    for one in functions_in(tree):
        _enter(one)
    lambdas = {one.number: one.name for one in functions_in(tree) if isinstance(one.node, ast.Lambda)}
    for statement in tree.body:
        if isinstance(statement, ast.If) and is_main_guard(statement):  # it is run as the program that it is
            statement.test = ast.copy_location(ast.Constant(True), statement.test)
    code = compile(ast.fix_missing_locations(_Replaced().visit(tree)), file, "exec", dont_inherit=True)
    recorder = _Recorder(wanted, lambdas)
    before = sys.getprofile()
    try:
        with limited(seconds):
            sys.setprofile(recorder.watch)
            load(text, file, code, {_ENTER: recorder.enter})
    except (_Enough, TooLong, Exception, SystemExit):  # what was called before it stopped was called
        pass
    finally:
        sys.setprofile(before if callable(before) else None)  # a profiler written in C is no function
    return recorder.calls


def _enter(one: Written) -> None:
    """Let a function be entered under its number when it is made."""
    call = ast.Call(ast.Name(_ENTER, ast.Load()), [ast.Constant(one.number)], [])
    if isinstance(one.node, ast.FunctionDef):
        one.node.decorator_list.append(ast.copy_location(call, one.node))
    else:
        one.node.entered = call  # type: ignore[attr-defined]


class _Replaced(ast.NodeTransformer):
    """Lambdas, entered as they are made."""

    def visit_Lambda(self, node: ast.Lambda) -> ast.expr:
        self.generic_visit(node)
        call = getattr(node, "entered", None)
        return node if call is None else ast.copy_location(ast.Call(call, [node], []), node)


class _Recorder:
    """Watches a run."""

    def __init__(self, wanted: Collection[int], lambdas: Mapping[int, str]) -> None:
        self.calls = Calls()
        self.wanted = {*wanted}
        self.lambdas = lambdas
        self._known: dict[int, tuple[int, Callable[..., Any], CodeType]] = {}
        self._open: dict[int, Called] = {}
        self._late = time.monotonic() + patient(_PATIENCE)

    def enter(self, number: int) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def entered(function: Callable[..., Any]) -> Callable[..., Any]:
            code = function.__code__
            if number in self.lambdas:
                function.__qualname__, function.turn = self.lambdas[number], OfLambda(number)  # type: ignore[attr-defined]
            self._known[id(code)] = number, function, code
            self.calls.functions[number] = function
            return function

        return entered

    def watch(self, frame: FrameType, event: str, argument: Any) -> None:
        """What the interpreter calls at each call and return."""
        if event == "call":
            known = self._known.get(id(frame.f_code))
            if known is not None:
                self._begin(frame, *known)
        elif event == "return" and self._open:
            called = self._open.pop(id(frame), None)
            if called is not None:
                called.returned = _copied(argument)
                self._leave()

    def _begin(self, frame: FrameType, number: int, function: Callable[..., Any], code: CodeType) -> None:
        kept = self.calls.by_number.setdefault(number, [])
        if len(kept) >= _MOST_CALLS:
            self._stop_late()
            return
        names = frame.f_locals
        args = tuple(names[name] for name in code.co_varnames[: code.co_argcount] if name in names)
        if len(args) == code.co_argcount:
            kept.append(Called(function, _copied(args)))
            self._open[id(frame)] = kept[-1]

    def _stop_late(self) -> None:
        """Whatever is not called for a while isn't called at all, perhaps."""
        if self.wanted & {*self.calls.by_number} and not self._open and time.monotonic() > self._late:
            raise _Enough

    def _leave(self) -> None:
        found = self.calls.by_number
        if self.wanted and not self._open and all(len(found.get(number, ())) >= CALLS for number in self.wanted):
            self.wanted = set()
            raise _Enough


def _copied(value: Any) -> Any:
    """A copy, if one can be made and is not too large."""
    try:
        large = sum(array.nbytes for array in arrays_in(value)) > _MOST_BYTES
        return value if large else own_copy(value)
    except Exception:
        return value
