"""A program as a function of Python: straight-line code that a person can read, with large results in arrays that are used again.

What the function is given and what it returns is its own; in between it writes into a workspace, which it takes from a
stack and puts back, so that two threads never work in the same one.
"""

from __future__ import annotations

import linecache
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from whygrad.executing.kept import code_of
from whygrad.executing.layout import joined, shape_beside, without_brackets, workspace_of
from whygrad.executing.memory import LARGE, Workspace, roots_of
from whygrad.executing.program import Like, Program, Step
from whygrad.executing.statements import ATOM, SIGN, WRITES, Part, expression, is_fresh, literal, of_numbers, ufunc_of, whole_index
from whygrad.executing.statements import index_text as written_index
from whygrad.gates.arrays.indexing import Slot, has_arrays
from whygrad.graph import CONSTANT, INPUT
from whygrad.tracing.naming import Names, name_given

#: An expression of more operations than this gets a line of its own.
_LONG = 8
_FOREVER = 1 << 60
#: Entries of a constant array that are shown.
_SHOWN = 12


@dataclass
class Output:
    """What is returned at one place: a step, and what it is to be: a number of Python's (which type), a number or an array of NumPy's."""

    step: int
    like: Like


@dataclass
class Routine:
    """All that the function is made of."""

    name: str
    program: Program
    parameters: list[str]
    inputs: dict[int, str]  # by step, how it is called once the head has been executed
    head: list[str]  # lines that take the arguments apart and refuse those of another kind
    outputs: list[Output]
    result: Callable[[list[str]], str]  # what is returned, of the texts of the outputs
    guards: list[tuple[int, Any]]  # steps, and what they have to be
    finite: list[int]  # steps that have to be finite
    typed: list[int]  # steps that have to be Python's floats
    called: dict[int, str]  # how a person would call a step
    namespace: dict[str, Any]
    otherwise: str  # the call for all other cases
    careful: str  # the call where a number isn't finite
    names: Names = field(default_factory=Names)


def written(routine: Routine) -> tuple[Callable[..., Any], str]:
    """The function, and its source."""
    writer = _Writer(routine)
    source = writer.source()  # which names more on the way: what is returned as it is
    return executed(routine.name, source, {**routine.namespace, **writer.namespace})


def listed(routine: Routine) -> str:
    """The function as it is read: every result in a name of its own, and what stands for an array or a function is said."""
    writer = _Writer(routine, plain=True)
    body = writer.source()
    kept = {name: value for name, value in writer.namespace.items() if name not in ("np", "math") and name in body}
    return "".join(f"# {name}: {_described(value)}\n" for name, value in kept.items()) + body


def _described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"np.ndarray, {value.shape}, {value.dtype}" + (f" = {value.tolist()}" if value.size <= _SHOWN else "")
    return getattr(value, "__name__", None) or repr(value)


def executed(name: str, source: str, namespace: dict[str, Any]) -> tuple[Callable[..., Any], str]:
    """The function of this name in a source, and the source, which a traceback can show."""
    space = {**namespace, "np": np, "math": math}
    code = code_of(source)
    exec(code, space)
    file = code.co_filename
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    return space[name], source


def same(value: Any, expected: Any) -> bool:
    """Is a value what it has to be, so that the program goes the recorded way?"""
    if isinstance(expected, tuple):
        return bool(np.shape(value) == expected)
    found: Any
    if isinstance(expected, list):
        found = np.asarray(value).tolist()
    elif isinstance(expected, bool | int | float):
        found = type(expected)(value)
    else:
        found = value
    is_nan = found != found and expected != expected
    return bool(found == expected or is_nan)


class _Writer:
    """The lines, as they are written one after another."""

    def __init__(self, routine: Routine, *, plain: bool = False) -> None:
        self.routine = routine
        self.plain = plain
        self.taken = set(routine.called.values())
        self.program = routine.program
        self.names = routine.names
        self.namespace: dict[str, Any] = {**routine.namespace, "np": np, "math": math}
        self.parts: dict[int, Part] = {step: Part(name) for step, name in routine.inputs.items()}
        self.lines: list[str] = []
        self.bound: dict[int, str] = {}  # by the id of an object
        self.kept: list[Any] = []
        outputs = [output.step for output in routine.outputs]
        self.checked = {*[step for step, _ in routine.guards], *routine.finite, *routine.typed}
        self.order = self.program.needed([*outputs, *self.checked])
        self.uses = dict.fromkeys(self.order, 0)
        for source in [*[source for index in self.order for source in self.program.steps[index].inputs], *outputs]:
            self.uses[source] += 1
        self.single = self.checked.union([step for step in outputs if self.program.steps[step].like.is_array])
        self.of_numbers = None not in [self.program.steps[index].like.number for index in self.order]
        self.inside = self._inlined()
        self.own: set[int] = set()  # what may be returned as it is
        self.watched: list[str] = []  # numbers that have to be finite
        self.roots: dict[int, frozenset[int]] = {}
        self.sharing: dict[int, list[int]] = {}  # by root, the steps whose results may lie in its memory
        self.used: dict[int, list[int]] = {}  # by step, what its line looks at
        self.last_use: dict[int, int] = {}
        self.over: dict[int, int] = {}
        has_arrays = not self.of_numbers and any(self.program.steps[index].like.is_array for index in self.order)
        self.workspace = self._workspace(outputs) if has_arrays else None  # numbers lie nowhere

    def _workspace(self, outputs: list[int]) -> Workspace:
        """Where the arrays lie, and for how long they are looked at."""
        self.roots = roots_of(self.program, self.order)
        for index, found in self.roots.items():
            for root in found:
                self.sharing.setdefault(root, []).append(index)
        self.used = {index: self._leaves(index) for index in self.order if index not in self.inside}
        self.last_use = self._last_uses(outputs)
        last = self._last_of_roots()
        self.over = {} if self.plain else self._written_over(outputs, last)
        fixed = self.order if self.plain else [*outputs, *self.over.values()]
        return Workspace(self.program, self.roots, last, self._fixed(fixed))

    # --- what gets a line

    def _inlined(self) -> set[int]:
        """Steps that stand inside the line of the one that uses them: short ones of numbers, and views."""
        found: set[int] = set()
        length: dict[int, int] = {}
        for index in self.order:
            step = self.program.steps[index]
            gate, inputs, kind = step.gate, step.inputs, step.like
            mine = 1
            for source in inputs:
                if source in found:
                    mine += length[source]
            if gate is INPUT or gate is CONSTANT or self.uses[index] != 1 or index in self.single or mine > _LONG:
                continue
            if self.plain and index in self.routine.called:
                continue
            is_plain_view = kind.is_array and gate.name in ("transpose", "reshape", "getitem") and len(inputs) == 1
            if kind.number is not None or is_plain_view:
                found.add(index)
                length[index] = mine
        return found

    def _leaves(self, index: int) -> list[int]:
        found: list[int] = []
        for source in self.program.steps[index].inputs:
            found += self._leaves(source) if source in self.inside else [source]
        return found

    def _last_uses(self, outputs: Iterable[int]) -> dict[int, int]:
        last: dict[int, int] = {}
        outputs = [leaf for output in outputs for leaf in (self._leaves(output) if output in self.inside else [output])]
        for index, sources in self.used.items():
            for source in sources:
                last[source] = index
        return last | dict.fromkeys(outputs, _FOREVER)

    def _last_of_roots(self) -> dict[int, int]:
        last: dict[int, int] = {}
        for index, at in self.last_use.items():
            for root in self.roots[index]:
                last[root] = max(last.get(root, -1), at)
        return last

    def _written_over(self, outputs: Iterable[int], last: dict[int, int]) -> dict[int, int]:
        """By step whose result is returned, the step in whose memory it is written: of its own from the start, so that none is copied."""
        found: dict[int, int] = {}
        waiting = [index for index in outputs if index not in self.inside]
        while waiting:
            index = waiting.pop()
            step = self.program.steps[index]
            if step.gate.name == "matmul" or ufunc_of(step) is None or step.like.bytes < LARGE:
                continue
            for source in step.inputs:
                before = self.program.steps[source]
                dies = last.get(source) == index == self.last_use.get(source) and self.roots[source] == {source}
                if dies and before.like == step.like and ufunc_of(before) is not None and source not in self.inside:
                    found[index] = source
                    waiting.append(source)
                    break
        return found

    def _fixed(self, outputs: Sequence[int]) -> frozenset[int]:
        given = {index for index in self.order if self.program.steps[index].gate in (INPUT, CONSTANT)}
        return frozenset(given.union(outputs))

    # --- the text

    def source(self) -> str:
        """The whole of it."""
        routine = self.routine
        for index in self.order:
            if index not in self.inside and index not in self.parts:
                self._write(index)
            if index in self.checked:
                self._checks(index)
        texts = self._returned()
        if self.plain:
            lines = [*routine.head, *map(without_brackets, self.lines), f"return {routine.result(texts)}"]
            lines = [f"    {line}" for line in lines]
            return "\n".join([f"def {routine.name}({', '.join(routine.parameters)}):", *lines]) + "\n"
        if self.watched:
            total = " + ".join(dict.fromkeys(self.watched))  # one that isn't finite leaves none that is
            self.lines.append(f"if not {self.bind('isfinite', math.isfinite)}({total}): return {routine.careful}")
        body = joined(routine.head, f": return {routine.otherwise}")
        places = self.workspace.places if self.workspace is not None else []
        rooms = [f"room_{k}" for k in range(len(places))]
        if rooms:
            self.namespace |= {"spare": [], "workspace": workspace_of(places)}
            body.append(f"{', '.join(rooms)}, = spare.pop() if spare else workspace()")
        body += self._with_care(self.lines)
        if rooms:
            body.append(f"spare.append(({', '.join(rooms)},))")
        body.append(f"return {routine.result(texts)}")
        lines = [f"def {routine.name}({', '.join(routine.parameters)}):", "    try:", *[f"        {line}" for line in body]]
        lines += ["    except Exception:", f"        return {routine.otherwise}"]
        return "\n".join(lines) + "\n"

    def _with_care(self, lines: list[str]) -> list[str]:
        """NumPy's warnings are the program's own, which has run as it is before."""
        if self.of_numbers or not lines:
            return lines
        return ["with np.errstate(all='ignore'):", *[f"    {line}" for line in lines]]

    def bind(self, wanted: str, value: Any) -> str:
        """The name of an object in the text."""
        if self.plain and value is getattr(math, wanted, None):
            return f"math.{wanted}"
        name = self.bound.get(id(value))
        if name is None:
            name = self.bound[id(value)] = self.names.fresh(wanted)
            self.kept.append(value)
            self.namespace[name] = value
        return name

    def part(self, index: int) -> Part:
        """How a step is written where it is used."""
        found = self.parts.get(index)
        if found is not None:
            return found
        step = self.program.steps[index]
        if step.gate is CONSTANT:
            value = self.program.constants[index]
            text = literal(value, self.bind) if type(value) in (int, float, bool) else self.bind("constant", value)
            made = Part(text, SIGN if text.startswith("-") else ATOM)
        else:
            made = self._expression(step)
        self.parts[index] = made
        return made

    def _expression(self, step: Step) -> Part:
        known = self.parts
        parts = [known.get(source) or self.part(source) for source in step.inputs]
        if self.of_numbers:
            return of_numbers(step, parts, self.bind)
        return expression(step, parts, [self.program.steps[source].like for source in step.inputs], self.bind)

    def _name(self, index: int) -> str:
        step = self.program.steps[index]
        name = self.routine.called.get(index)
        if name is None:
            own = name_given(step.code, step.instruction)
            name = own if own is not None and own not in self.taken else "t"
        return self.names.fresh(name)

    def _write(self, index: int) -> None:
        step = self.program.steps[index]
        if step.gate is CONSTANT:
            return
        if step.gate.name in WRITES:
            self._write_places(index, step)
        else:
            place = None if self.workspace is None else self.workspace.place(index)
            if place is None and index not in self.over:
                text = self._expression(step).text
            else:
                given = ", ".join([self.part(source).text for source in step.inputs])
                out = self.part(self.over[index]).text if place is None else f"room_{place}"
                text = f"{ufunc_of(step)}({given}, out={out})"
            name = self._name(index)
            self.parts[index] = Part(name)
            self.lines.append(f"{name} = {text}{shape_beside(step.like)}")
            if place is None and is_fresh(step):
                self.own.add(index)
        if self.workspace is not None:
            self.workspace.passed(index, self.used.get(index, ()))

    def _write_places(self, index: int, step: Step) -> None:
        """`a[i] = v`: in the array itself where nobody looks at it afterwards, else in a copy."""
        base, value = step.inputs[0], self.part(step.inputs[1]).text
        at = written_index(step.attributes["index"], [self.part(source) for source in step.inputs[2:]], self.bind)
        if self._may_write(base, index):
            name = self.part(base).text
            if base in self.own:
                self.own.add(index)
        else:
            name = self._name(index)
            self.lines.append(f"{name} = {self._copied(base)}")
            self.own.add(index)
        self.parts[index] = Part(name)
        if step.gate.name == "setitem":
            self.lines.append(f"{name}[{at}] = {value}")
        elif has_arrays(step.attributes["index"]) and not self._is_mask(step):
            whole = whole_index(step.attributes["index"], [self.part(source) for source in step.inputs[2:]], self.bind)
            self.lines.append(f"np.add.at({name}, {whole}, {value})")
        else:
            self.lines.append(f"{name}[{at}] += {value}")

    def _is_mask(self, step: Step) -> bool:
        index = step.attributes["index"]
        if not isinstance(index, Slot):
            return False
        return bool(self.program.steps[step.inputs[2 + index.position]].like.dtype == np.bool_)

    def _may_write(self, base: int, at: int) -> bool:
        """Is this memory of our own, that nobody looks at from here on?"""
        step = self.program.steps[base]
        if step.gate in (INPUT, CONSTANT) or not step.like.shape or base in self.inside:
            return False
        if not (is_fresh(step) or step.gate.name in WRITES) or self.parts.get(base) is None:
            return False
        mine = self.roots[base]
        if any(self.program.steps[root].gate in (INPUT, CONSTANT) for root in mine) and base not in self.own:
            return False
        sharing = {other for root in mine for other in self.sharing.get(root, ())}
        return all(self.last_use.get(other, -1) <= at for other in sharing if other < at)

    def _copied(self, base: int) -> str:
        value = self.program.constants.get(base)
        if isinstance(value, np.ndarray) and value.size and not np.any(value) and not np.signbit(value.flat[0]):
            kind = "" if value.dtype == np.float64 else f", dtype={self.bind(value.dtype.name, value.dtype)}"
            return f"np.zeros({value.shape}{kind})"
        return f"np.array({self.part(base).text})"

    # --- what has to hold

    def _checks(self, index: int) -> None:
        routine = self.routine
        for step, expected in routine.guards:
            if step != index:
                continue
            if isinstance(expected, bool):
                condition = f"not {self.part(index).atom}" if expected else self.part(index).text
            else:
                self.namespace.setdefault("same", same)
                condition = f"not same({self.part(index).text}, {literal(expected, self.bind)})"
            self.lines.append(f"if {condition}: return {routine.otherwise}")
        if index in routine.typed:
            self.lines.append(f"if type({self.part(index).text}) is not float: return {routine.otherwise}")
        if index in routine.finite:
            self._watch(index)

    def _watch(self, index: int) -> None:
        """Where a gradient isn't finite, the careful way has to be gone: a side that isn't chosen has no say."""
        kind = self.program.steps[index].like
        if not kind.is_array:
            self.watched.append(self.part(index).atom)
        elif kind.size:
            self.watched.append(self.names.fresh("total"))
            self.lines.append(f"{self.watched[-1]} = np.add.reduce({self.part(index).text}, axis=None)")

    def _returned(self) -> list[str]:
        texts: list[str] = []
        gone: set[int] = set()
        for output in self.routine.outputs:
            index, kind = output.step, self.program.steps[output.step].like
            text = self.part(index).text
            if output.like.number is not None:
                text = text if kind.number is output.like.number else f"{output.like.number.__name__}({text})"
            elif output.like.is_array:
                roots = self.roots.get(index, frozenset())
                text = text if index in self.own and not (roots & gone) and kind.shape else f"np.array({text})"
                gone |= roots
            elif kind.is_array:
                text = f"np.asarray({text})[()]"
            elif kind.number is not None:
                text = f"{self.bind(output.like.dtype.name, output.like.dtype.type)}({text})"
            texts.append(text)
        return texts
