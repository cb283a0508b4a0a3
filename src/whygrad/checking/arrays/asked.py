"""What can be checked with the inputs that were said: the pairs, losses and layers of a module, each with its arguments."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.checking.arrays.definitions import Definitions
from whygrad.checking.arrays.finding import without_arguments
from whygrad.checking.arrays.given import FILE, Row, Table, bad_input
from whygrad.checking.arrays.inputs import BadInput, Input, Values
from whygrad.checking.arrays.making import New
from whygrad.checking.arrays.naming import HOLDERS, stems
from whygrad.checking.arrays.pairing import partners, stem_of, ways
from whygrad.checking.arrays.randomness import random_state, restore
from whygrad.checking.arrays.subjects import Kind, Subject
from whygrad.checking.report import Finding, Problem, Target
from whygrad.text import Text, _
from whygrad.tracing.parameters import parameters

SELF = "self"  # the name of the object in what is said of inputs


@dataclass(frozen=True)
class Checkable:
    """A pair, a loss or a layer of the module; `names` are those under which inputs may be given for it."""

    name: str
    kind: Kind
    forward: Callable[..., Any]
    backward: Callable[..., Any]
    names: tuple[str, ...]
    owner: type | None = None

    @property
    def parameters(self) -> list[str]:
        """What inputs can be given for, the object's own left out."""
        return parameters(self.forward)[self.owner is not None :]

    @property
    def made_of(self) -> list[str]:
        """What its object is made of."""
        return _made_of(self.owner) if self.owner is not None else []


@dataclass
class Asked:
    """What there is to check, the names that are done with, and what is to be said of what isn't."""

    subjects: list[Subject] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)


def asked(module: ModuleType, given: Mapping[str, Any], tables: Sequence[Table], definitions: Definitions) -> Asked:
    """Everything that the tables have inputs for, the strongest table first; what `cases` has arguments for is left to it."""
    made = Asked()
    if not tables:
        return made
    called = {name for table in tables for name in table.entries}
    said = {name for table in tables if not table.is_course for name in table.entries}
    used: set[str] = set()
    found = [one for one in checkables(module, called, definitions) if not _has_case(one, given)]
    for one in found:
        used |= {*one.parameters, *one.made_of, SELF}
        for row in _rows(one, tables, made):
            if not row and called & {*one.names} and not said & {*one.names} and required(one.forward)[one.owner is not None :]:
                made.notes.append(Text(_("The course knows `{f}` with other parameters than these, so I don't check it."), {"f": one.name}))
                made.names |= {*one.names}
            else:
                _add(made, one, row, is_named=bool(called & {*one.names}))
    if made.notes and not (given or made.subjects or made.problems):
        made.problems, made.notes = [Problem("no-inputs", note, None, (how(),)) for note in made.notes], []
    _unused(made, tables, {name for one in found for name in one.names} | set(given), used)
    made.names |= {name for name, value in vars(module).items() if getattr(value, "__module__", None) != module.__name__}
    if not (given or made.subjects or made.problems or any(without_arguments(module, made.names))):
        made.problems.append(Problem("no-inputs", Text(_("I find nothing here that I am given inputs for.")), None, (how(),)))
    return made


def how() -> Text:
    """What to do where inputs are missing."""
    words = _("Say what it is given, with `{option}` or in {file}; or, if it is of a course that I know, with `{course}`.")
    return Text(words, {"option": "--input x=randn(N, D)", "file": FILE, "course": "--course cs231n"})


def _has_case(one: Checkable, given: Mapping[str, Any]) -> bool:
    first = [value[0] if isinstance(value, tuple) and value else value for value in given.values()]
    return any(name in given for name in one.names) or (one.owner is not None and any(isinstance(value, one.owner) for value in first))


# --- what there is


def checkables(module: ModuleType, called: set[str], definitions: Definitions) -> Iterator[Checkable]:
    """What the module itself defines: pairs, layers, and functions that return a loss and gradients, or are named in `called`."""
    space = vars(module)
    own = {name: value for name, value in space.items() if callable(value) and getattr(value, "__module__", None) == module.__name__}
    backwards: set[str] = set()
    for name, value in own.items():
        first = next(_backwards(name, own), "")
        for back in _backwards(name, own):
            backwards |= {back, name}
            stem = stem_of(name)
            names = (name, stem, back) if back == first else (back, name, stem)
            keys = [key for key in called if [part.strip() for part in key.split("->")] == [name, back]]
            yield Checkable(names[0], "pair", value, own[back], (*names, *keys))
    for key in sorted(called):
        forward, arrow, back = (part.strip() for part in key.partition("->"))
        if arrow and forward in own and back in own and back not in backwards:
            backwards |= {forward, back}
            yield Checkable(forward, "pair", own[forward], own[back], (key, forward, back))
    for name, value in own.items():
        if isinstance(value, type):
            yield from _of_class(name, value, called, definitions)
        elif name not in backwards and inspect.isfunction(value) and (name in called or _is_loss(value, definitions)):
            yield Checkable(name, "loss", value, value, (name,))


def _backwards(name: str, own: Mapping[str, Any]) -> Iterator[str]:
    """The backward functions of a forward one: that of its name, and other versions of it, `f_backward_alt`."""
    functions = [other for other, value in own.items() if inspect.isfunction(value)]
    if name not in functions:
        return
    yield from partners(name, functions)
    start = name.replace("forward", "backward")
    for other in functions if name.endswith("forward") else ():
        if other.startswith(f"{start}_") and other.replace("backward", "forward") not in own:
            yield other


def _of_class(name: str, kind: type, called: set[str], definitions: Definitions) -> Iterator[Checkable]:
    pair = ways(kind)
    if pair is not None:
        ahead, back = pair
        yield Checkable(name, "layer", getattr(kind, ahead), getattr(kind, back), (name, f"{name}.{ahead}"), kind)
    for method, function in vars(kind).items():
        if inspect.isfunction(function) and method not in (pair or ()):
            full = f"{name}.{method}"
            if full in called or _is_loss(function, definitions):
                yield Checkable(full, "loss", function, function, (full,), kind)


def _is_loss(function: Callable[..., Any], definitions: Definitions) -> bool:
    """Does it return something, and then gradients of its parameters, by their names?"""
    returned = [name for _span, name in definitions.returned(function)]
    known = set(parameters(function))
    return len(returned) > 1 and all(_is_gradient(name, known) for name in returned[1:]) and not _is_gradient(returned[0], known)


def _is_gradient(name: str, known: set[str]) -> bool:
    return name in HOLDERS or any(stem in known for stem in stems(name) if stem != name)


# --- what is said of it


def _rows(one: Checkable, tables: Sequence[Table], made: Asked) -> Iterator[Row]:
    """The inputs of each case: every table adds what the stronger ones don't say."""
    cases: list[list[Row]] = []
    for table in tables:
        rows = list(next((table.entries[name] for name in one.names if name in table.entries), ()))
        if table.is_course:
            parts = [_needed(one, row) for row in rows]
            exact = [part for part, row in zip(parts, rows, strict=True) if len(part) == len(row) and _fits(one, part)]
            rows = exact or [part for part in parts if _fits(one, part)][:1]
        else:
            made.problems += [problem for row in rows for problem in _strange(one, row)]
        cases.append(rows)
    several = next((k for k, rows in enumerate(cases) if len(rows) > 1), None)
    count = 1 if several is None else len(cases[several])
    for case in range(count):
        together: dict[str, Input] = {}
        for k, table in enumerate(tables):
            row = cases[k][case if k == several else 0] if cases[k] else {}
            together = {**table.for_all, **row, **together}
        yield _needed(one, together)


def _needed(one: Checkable, row: Row) -> Row:
    """What of a row is about a function's own parameters, and the names that this needs."""
    waiting = [name for name in (*(SELF,) * (one.owner is not None), *one.made_of, *one.parameters) if name in row]
    kept: dict[str, Input] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in kept:
            kept[name] = row[name]
            waiting += [other for other in row[name].names if other in row]
    return kept


def _strange(one: Checkable, row: Row) -> Iterator[Problem]:
    """Names for which there is no parameter, and no expression that needs them."""
    for name in set(row) - set(_needed(one, row)):
        known = ", ".join(f"`{other}`" for other in (*one.made_of, *one.parameters))
        what = Text(_("`{f}` takes no `{name}`."), {"f": one.name, "name": name})
        yield bad_input(row[name].where, what, Text(_("It takes {names}."), {"names": known}))


def _fits(one: Checkable, row: Row) -> bool:
    """Is all there that this code needs? Signatures differ from year to year."""
    if set(required(one.forward)) - {*row, *parameters(one.forward)[: one.owner is not None]}:
        return False
    if one.owner is None:
        return True
    try:
        _maker(one.owner, row, Values(row))
    except (BadInput, TypeError):
        return False
    return True


# --- arguments


def _add(made: Asked, one: Checkable, row: Row, *, is_named: bool) -> None:
    """A subject with these inputs; if some are missing, that is said where somebody meant it to be checked."""
    missing = [name for name in required(one.forward)[one.owner is not None :] if name not in row]
    if one.owner is not None and SELF not in row:
        missing += [name for name in required(one.owner) if name not in row]
    if missing:
        if is_named or any(name in row for name in (*one.parameters, *one.made_of)):
            words = {"f": one.name, "names": ", ".join(f"`{name}`" for name in missing)}
            made.notes.append(Text(_("I don't check `{f}`: I am given no {names}."), words))
            made.names |= {*one.names}
        return
    if not row and not is_named:
        return
    made.names |= {*one.names}
    values = Values(row)
    try:
        args = _arguments(one.forward, row, values, one.owner is not None)
        if one.owner is not None:
            args = [_object(one.owner, row, values), *args]
    except _Failed as failed:
        made.problems.append(failed.problem)
        return
    made.subjects.append(Subject(one.name, one.kind, one.forward, one.backward, tuple(args)))


def once(targets: Sequence[Target], findings: Sequence[Finding]) -> tuple[list[Target], list[Finding]]:
    """Of what was tried in several cases, one target, the worst; and what was found twice, once."""
    worst: dict[tuple[Any, ...], Target] = {}
    for target in targets:
        key = target.name, target.of, target.with_respect_to, target.span
        if key not in worst or (worst[key].verdict == "right" and target.verdict != "right"):
            worst[key] = target
    found: dict[tuple[Any, ...], Finding] = {}
    for finding in findings:
        found.setdefault((finding.code, finding.targets, finding.span, str(finding.message)), finding)
    return list(worst.values()), list(found.values())


def arguments_of(one: Checkable, row: Row) -> list[Any]:
    """The arguments that these inputs make, the object first, if it is a method. Raises BadInput, and what a constructor raises."""
    values = Values(row)
    args = [values.of(name) if name in row else inspect.signature(one.forward).parameters[name].default for name in one.parameters]
    args = args[: max((k + 1 for k, name in enumerate(one.parameters) if name in row), default=0)]
    return [_maker(one.owner, row, values)(), *args] if one.owner is not None else args


class _Failed(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.english())
        self.problem = problem


def _value(row: Row, values: Values, name: str) -> Any:
    try:
        return values.of(name)
    except BadInput as bad:
        raise _Failed(bad_input(row[name].where, bad.text, *bad.help)) from None


def _arguments(function: Callable[..., Any], row: Row, values: Values, skipped: bool) -> list[Any]:
    """Arguments by position, up to the last that is given; a default in between stands for itself."""
    known = [inspect.signature(function).parameters[name] for name in parameters(function)[skipped:]]
    last = max((k for k, parameter in enumerate(known) if parameter.name in row), default=-1)
    return [_value(row, values, one.name) if one.name in row else one.default for one in known[: last + 1]]


def _object(kind: type, row: Row, values: Values) -> Any:
    """An object of the class, its random numbers always the same."""
    before = random_state()
    try:
        make = _maker(kind, row, values)
        np.random.seed(0)
        return make()
    except BadInput as bad:
        raise _Failed(bad_input(row[SELF].where if SELF in row else Text(kind.__name__), bad.text, *bad.help)) from None
    except (Exception, SystemExit) as error:
        words = {"f": kind.__name__, "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        raise _Failed(Problem("crash", Text(_("`{f}` stops with {kind}: {words}."), words))) from None
    finally:
        restore(before)


def _maker(kind: type, row: Row, values: Values) -> Callable[[], Any]:
    """What makes the object: `new(…)` as it was said, or what is given by its constructor's names. TypeError if that doesn't fit."""
    new = values.of(SELF) if SELF in row else New((), {name: _value(row, values, name) for name in _made_of(kind) if name in row})
    if not isinstance(new, New):
        raise BadInput(Text(_("`self` is said as `new(…)`, with what the constructor takes.")))
    inspect.signature(kind).bind(*new.args, **new.kwargs)
    return lambda: kind(*new.args, **new.kwargs)


def _made_of(kind: type) -> list[str]:
    try:
        known = inspect.signature(kind).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.name for one in known if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]


def required(function: Callable[..., Any]) -> list[str]:
    """The parameters that have no default; the object of a method is one."""
    try:
        known = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [one.name for one in known if one.default is one.empty and one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]


def _unused(made: Asked, tables: Sequence[Table], names: set[str], used: set[str]) -> None:
    """What was said and stands for nothing here: a function that isn't in its own file, a parameter that no function has."""
    rows = [row for table in tables for row in (table.for_all, *(one for several in table.entries.values() for one in several))]
    needed = {name for row in rows for value in row.values() for name in value.names}
    for table in tables:
        for name, where in table.own.items():
            if name not in names:
                made.problems.append(bad_input(where, Text(_("there is no `{name}` to check in this file"), {"name": name})))
        if table.is_said:
            idle = [value for name, value in table.for_all.items() if name not in used | needed]
            idle += [value for name, rows in table.entries.items() if name not in names for row in rows for value in row.values()]
            made.notes += [Text(_("{where} is used by nothing in this file."), {"where": value.where}) for value in idle]
