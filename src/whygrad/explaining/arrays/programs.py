"""What is derived: a function, a pair's forward pass, one turn of a training loop, or the lines of a program; and how it is run."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from whygrad.checking.arrays.asked import asked, how
from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.finding import cases, subjects, without_arguments
from whygrad.checking.arrays.given import Table
from whygrad.checking.arrays.inputs import Values
from whygrad.checking.arrays.limits import TooLong, limited
from whygrad.checking.arrays.marking import MarkedSource
from whygrad.checking.arrays.plain_lines import lines_of
from whygrad.checking.arrays.scripts import NoLoss, ProgramStops, TooFewTurns, scripts
from whygrad.checking.arrays.subjects import Subject
from whygrad.checking.names import Said
from whygrad.checking.report import Problem
from whygrad.text import Text, _
from whygrad.tracing.module import load
from whygrad.tracing.parameters import parameters
from whygrad.tracing.source import Source, Span

#: Seconds that a program may run before it comes to what is derived.
LONGEST = 60


class CannotDerive(Exception):
    """There is no derivation; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.english())
        self.problem = problem


@dataclass(frozen=True)
class Program:
    """A function to run, its arguments, and what the leaves of these are called; `claimed` are those that have a gradient in the text."""

    name: str
    forward: Callable[..., Any]
    args: tuple[Any, ...]
    parameters: Sequence[str]
    claimed: tuple[str, ...] = ()
    returns_tuple: bool = False  # an output and a cache, or a loss and gradients
    is_lines: bool = False  # lines of a program, whose output has a name and isn't returned
    notes: tuple[Text, ...] = ()
    order: tuple[str, ...] = field(default=())  # the names that lines bind, in order
    subject: Subject | None = None  # what claims gradients of it


def found_in(text: str, file: str, tables: Sequence[Table], said: Said, which: str | None, iteration: int) -> Program:
    """What a file has to derive; raises CannotDerive."""
    source = Source(text)
    names = {node.name for node in source.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    has_cases = "cases" in names or any(table.is_about(name) for table in tables for name in names)
    try:
        if not has_cases:
            found = next(_turns(source, file, said, iteration), None) or _lines(source, file)
            if found is not None:
                return found
        return _function(source, file, tables, which)
    except TooLong:
        message = Text(_("The program doesn't come to what I could derive: I stopped it after {n} seconds."), {"n": LONGEST})
        raise CannotDerive(Problem("too-long", message, None, (Text(_("Give it less to do: fewer rows, fewer turns.")),))) from None
    except TooFewTurns as few:
        message = Text(
            _("The loop has only {n} turn, so there is no turn {k}."),
            {"n": few.turns, "k": str(iteration)},
            plural=_("The loop has only {n} turns, so there is no turn {k}."),
        )
        raise CannotDerive(Problem("turns", message, None, (Text(_("Say a smaller `--iteration`.")),))) from None
    except ProgramStops as stop:
        raise CannotDerive(stopped(stop.__cause__ or stop, file)) from None


def stopped(error: BaseException, file: str) -> Problem:
    """That the program stops, and where."""
    traceback, line = error.__traceback__, None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    words = {"kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
    span = None if line is None else Span(line, 0, line, 0)
    return Problem("crash", Text(_("The program stops with {kind}: {words}."), words), span)


# --- programs


def _turns(source: Source, file: str, said: Said, iteration: int) -> Iterator[Program]:
    """The turns of training loops, and lines that compute gradients."""
    for found in scripts(MarkedSource(source.original), file, said, iteration, LONGEST):
        if not isinstance(found, NoLoss) and found.subject.turn is not None:
            subject = found.subject
            claimed = tuple(subject.turn.claims) if subject.turn is not None else ()
            yield Program(subject.name, subject.forward, subject.args, subject.parameters, claimed, notes=found.notes, subject=subject)


def _lines(source: Source, file: str) -> Program | None:
    """The lines of a program that computes no gradients; None where there are none that work on floats."""
    found = lines_of(source, file, LONGEST)
    if found is None:
        return None
    function, given, order = found
    return Program("", function, tuple(given.values()), tuple(given), is_lines=True, order=order)


# --- functions


def _function(source: Source, file: str, tables: Sequence[Table], which: str | None) -> Program:
    module = _loaded(source.original, file)
    try:
        given = cases(module)
    except Exception as error:
        raise CannotDerive(stopped(error, file)) from error
    definitions = Definitions(source)
    more = asked(module, given, tables, definitions) if tables else None
    found = [*subjects(module, given), *(more.subjects if more is not None else ())]
    plain = [_program(one) for one in found] or list(_plain_functions(module, tables))
    chosen = next((one for one in plain if which in (one.name, one.name.removesuffix("_forward"))), plain[0] if plain else None)
    if chosen is None:
        if more is not None and more.problems:
            raise CannotDerive(more.problems[0])
        raise CannotDerive(_nothing(module))
    others = ", ".join(f"`{one.name}`" for one in {one.name: one for one in plain}.values() if one.name != chosen.name)
    notes = [Text(_("I can derive {names} too; `--of` chooses."), {"names": others})] if others and which is None else []
    return replace(chosen, notes=tuple(notes))


def _program(subject: Subject) -> Program:
    return Program(subject.name, subject.forward, subject.args, subject.parameters, returns_tuple=True, subject=subject)


def _plain_functions(module: ModuleType, tables: Sequence[Table]) -> Iterator[Program]:
    """Functions all of whose parameters are said by name."""
    for name, value in vars(module).items():
        code = getattr(value, "__code__", None)
        if code is None or getattr(value, "__module__", None) != module.__name__:
            continue
        own = parameters(value)
        row = {key: one for table in reversed(tables) for key, one in table.for_all.items()}
        needed = own[: len(own) - len(value.__defaults__ or ())]
        if own and needed and all(one in row for one in needed):
            values = Values(row)
            yield Program(name, value, tuple(values.of(one) for one in own if one in row), own, returns_tuple=True)


def _nothing(module: ModuleType) -> Problem:
    names = list(without_arguments(module, ())) or [
        name
        for name, value in vars(module).items()
        if hasattr(value, "__code__") and getattr(value, "__module__", None) == module.__name__ and parameters(value)
    ]
    if names:
        message = Text(_("I don't know with which arguments to run `{name}`."), {"name": names[0]})
        example = Text(
            _("Give them beside the code: `def cases(): return {{'{name}': (x, w, b)}}`, with arrays as they would be passed."),
            {"name": names[0]},
        )
        return Problem("no-inputs", message, None, (example, how()))
    message = Text(_("I find no number that is computed from named numbers, so there is nothing to differentiate."))
    help_ = Text(_("Give the numbers names, and compute a value from them; `--of OUTPUT` says which value is meant."))
    return Problem("no-output", message, None, (help_,))


def _loaded(text: str, file: str) -> ModuleType:
    try:
        with limited(LONGEST):
            return load(text, file)[0]
    except TooLong:
        raise
    except (Exception, SystemExit) as error:
        raise CannotDerive(stopped(error, file)) from error


def of_function(function: Callable[..., Any], args: tuple[Any, ...]) -> Program:
    """A function, or a method of an object, that was given as such."""
    plain, holder = getattr(function, "__func__", None), getattr(function, "__self__", None)
    if plain is not None and not isinstance(holder, type):
        function, args = plain, (holder, *args)
    return Program(getattr(function, "__name__", type(function).__name__), function, args, parameters(function), returns_tuple=True)
