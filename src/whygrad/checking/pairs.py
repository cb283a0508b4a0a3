"""Pairs of functions on arrays: is what the backward function returns the gradient of the forward function?

`X_forward(*inputs)` returns the output, or the output and a cache; `X_backward(dout, cache)` returns a gradient an input.
The verdict is by value, at several points: the exact pullback of the forward function, as it is written, against what the
backward function returns.
"""

from __future__ import annotations

import ast
import copy
import linecache
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np

from whygrad.autodiff.transforms import name_of, vjp
from whygrad.checking.report import Counterexample, Diagnosis, Finding, Problem, Target, Verdict
from whygrad.checking.rules.unexplained import PAGE
from whygrad.text import Text, _
from whygrad.tracing.errors import TraceError
from whygrad.tracing.function import is_float, leaves_of
from whygrad.tracing.module import load
from whygrad.tracing.source import Source, Span, span_of

#: Points at which a pair is compared: the given one, and others near it.
POINTS = 3
#: How far two gradients may be apart, for the largest number in them.
CLOSE = {8: 1e-6, 4: 2e-3}


@dataclass(frozen=True)
class Pair:
    """A forward and a backward function, and arguments to try them on."""

    name: str
    forward: Callable[..., Any]
    backward: Callable[..., Any]
    inputs: tuple[Any, ...]

    @property
    def back(self) -> str:
        """What the backward function is called."""
        return name_of(self.backward)


def _partner(forward: str) -> str:
    return forward.replace("forward", "backward")


def check_file(text: str, file: str, *, trap_nan: bool = False) -> Diagnosis:
    """Check every pair of functions in a file, with the arguments that its function `cases` gives."""
    try:
        module, printed = load(text, file)
    except Exception as error:
        words = {"kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        crash = Text(_("The program stops with {kind}: {words}."), words)
        return Diagnosis(file, text, "unknown", problems=(Problem("crash", crash, _crash_place(error, file)),))
    check = _Check(Source(text), file, trap_nan)
    given = _cases(module)
    for forward, function in list(vars(module).items()):
        backward = vars(module).get(_partner(forward))
        if "forward" not in forward or not callable(function) or not callable(backward):
            continue
        arguments = given.get(forward, given.get(forward.removesuffix("_forward")))
        if arguments is None:
            check.problems.append(_no_case(forward, check.span_of_function(forward)))
            continue
        for inputs in arguments if isinstance(arguments, list) else [arguments]:
            check.pair(Pair(forward, function, backward, tuple(inputs)))
    return check.diagnosis(printed)


def check_pair(forward: Callable[..., Any], backward: Callable[..., Any], inputs: tuple[Any, ...], *, trap_nan: bool = False) -> Diagnosis:
    """Check one pair of functions at these inputs."""
    code = getattr(backward, "__code__", None)
    file = code.co_filename if code is not None else "<functions>"
    text = "".join(linecache.getlines(file))
    check = _Check(Source(text), file, trap_nan)
    check.pair(Pair(name_of(forward), forward, backward, inputs))
    return check.diagnosis("")


def _cases(module: ModuleType) -> Mapping[str, Any]:
    found = vars(module).get("cases")
    made = found() if callable(found) else found
    return made if isinstance(made, Mapping) else {}


def _no_case(name: str, span: Span | None) -> Problem:
    return Problem(
        "no-inputs",
        Text(_("I don't know with which arguments to try `{name}`."), {"name": name}),
        span,
        (
            Text(
                _("Give them beside the code: `def cases(): return {{'{name}': (x, w, b)}}`, with arrays as they would be passed."),
                {"name": name},
            ),
            Text(_("In Python: `whygrad.check(forward, backward, x, w, b)`.")),
        ),
    )


def _crash_place(error: BaseException, file: str) -> Span | None:
    """Where in the file itself an exception was raised."""
    traceback, line = error.__traceback__, None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return None if line is None else Span(line, 0, line, 0)


@dataclass
class _Check:
    source: Source
    file: str
    trap_nan: bool
    targets: list[Target] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def diagnosis(self, printed: str) -> Diagnosis:
        """What was found."""
        verdicts = {target.verdict for target in self.targets}
        verdict: Verdict = (
            "wrong" if "wrong" in verdicts else "unknown" if self.problems or "unknown" in verdicts or not verdicts else "right"
        )
        return Diagnosis(
            self.file, self.source.original, verdict, (), tuple(self.targets), tuple(self.findings), tuple(self.problems), printed
        )

    def pair(self, pair: Pair) -> None:
        """Judge every gradient of a pair."""
        generator = np.random.default_rng(0)
        wrong: dict[int, Counterexample] = {}
        known: list[int] = []
        for point in range(POINTS):
            inputs = pair.inputs if point == 0 else tuple(_moved(value, generator) for value in pair.inputs)
            try:
                found = self._compare(pair, inputs, generator)
            except Exception as error:
                if point == 0 or isinstance(error, _Wrong):
                    self._failed(pair, error)
                    return
                continue  # outside of the function's domain
            if point == 0:
                known = list(found)
            for position, difference in found.items():
                if difference is not None:
                    wrong.setdefault(position, difference)
        self._judge(pair, known, wrong)

    def _compare(self, pair: Pair, inputs: tuple[Any, ...], generator: np.random.Generator) -> dict[int, Counterexample | None]:
        """The gradients at one point: by the position of the input, None or both numbers where they differ."""
        floats = [k for k, value in enumerate(inputs) if is_float(value)]

        forward = pair.forward  # in the closure itself, where a trace looks for what it reaches

        def of_floats(*values: Any) -> Any:
            given = list(copy.deepcopy(inputs))
            for k, value in zip(floats, values, strict=True):
                given[k] = value
            return _output(forward(*given))

        given = [inputs[k] for k in floats]
        out, pullback = vjp(of_floats, *given, trap_nan=self.trap_nan)
        if not _is_finite(out):
            vjp(of_floats, *given, trap_nan=True)  # which says where it began
        returned = pair.forward(*copy.deepcopy(inputs))
        upstream = _random_like(out, generator)
        true = pullback(copy.deepcopy(upstream))
        if not _is_finite(true):
            vjp(of_floats, *given, trap_nan=True)[1](copy.deepcopy(upstream))
        args = (upstream, returned[1]) if isinstance(returned, tuple) and len(returned) == 2 else (upstream,)
        claimed = pair.backward(*copy.deepcopy(args))
        yours = _by_position(claimed, inputs, floats, _parameters(pair.forward))
        found: dict[int, Counterexample | None] = {}
        for k, truth in zip(floats, true, strict=True):
            if k not in yours:
                continue
            close = _agree(yours[k], truth)
            named = {name: value for name, value in zip(_parameters(pair.forward), inputs, strict=False) if np.size(value) <= 64}
            found[k] = None if close else Counterexample(named, _listed(yours[k]), _listed(truth))
        return found

    def _judge(self, pair: Pair, known: Sequence[int], wrong: Mapping[int, Counterexample]) -> None:
        parameters = _parameters(pair.forward)
        names = self._returned_names(pair.back, len(pair.inputs))
        for order, k in enumerate(known):
            parameter = parameters[k] if k < len(parameters) else f"#{k}"
            place, name = names.get(k) or names.get(order) or (self.span_of_function(pair.back), f"d{parameter}")
            span = place or Span(1, 0, 1, 0)
            difference = wrong.get(k)
            yours, true, at = (None, None, "") if difference is None else _worst(difference)
            self.targets.append(
                Target(name, pair.name, parameter, "right" if difference is None else "wrong", span, yours=yours, true=true)
            )
            if difference is not None:
                words = (
                    _("What `{f}` returns for `{name}` is not its gradient; it is farthest from it at {at}.")
                    if at
                    else _("What `{f}` returns for `{name}` is not its gradient.")
                )
                message = Text(words, {"f": pair.back, "name": parameter, "at": at})
                self.findings.append(
                    Finding(PAGE.code, PAGE.slug, "error", "certain", (name,), span, message, (), yours, true, counterexample=difference)
                )

    def _failed(self, pair: Pair, error: Exception) -> None:
        """A pair that can't be run, or whose gradients can't be told apart."""
        if isinstance(error, _Wrong):
            self.problems.append(Problem("gradients", error.text, self.span_of_function(pair.back), error.help))
            return
        if isinstance(error, TraceError):
            span = error.span if error.file == self.file else None
            self.problems.append(Problem("untraceable", error.text, span, error.help))
            return
        words = {"f": pair.name, "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        self.problems.append(
            Problem("crash", Text(_("`{f}` or its backward function stops with {kind}: {words}."), words), _crash_place(error, self.file))
        )

    def span_of_function(self, name: str) -> Span | None:
        """Where a function is defined: its first line."""
        for node in ast.walk(self._tree()):
            if isinstance(node, ast.FunctionDef) and node.name == name:
                span = span_of(node)
                return Span(span.line, span.column, span.line, span.column + len(f"def {name}"))
        return None

    def _tree(self) -> ast.Module:
        try:
            return self.source.tree
        except SyntaxError:
            return ast.Module([], [])

    def _returned_names(self, function: str, count: int) -> dict[int, tuple[Span, str]]:
        """What the last `return` of a function returns, one by one: the place and the name of each."""
        for node in ast.walk(self._tree()):
            if isinstance(node, ast.FunctionDef) and node.name == function:
                last = next((part for part in reversed(node.body) if isinstance(part, ast.Return)), None)
                if last is None or last.value is None:
                    return {}
                parts = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
                return {k: (span_of(part), part.id) for k, part in enumerate(parts) if isinstance(part, ast.Name)}
        return {}


class _Wrong(Exception):
    """What a backward function returns can't be matched with the inputs."""

    def __init__(self, text: Text, *help: Text) -> None:
        super().__init__(text.english())
        self.text = text
        self.help = help


def _output(returned: Any) -> Any:
    """The output alone, of a forward function that returns a cache beside it."""
    return returned[0] if isinstance(returned, tuple) and len(returned) == 2 else returned


def _parameters(function: Callable[..., Any]) -> list[str]:
    code = getattr(function, "__code__", None)
    return list(code.co_varnames[: code.co_argcount]) if code is not None else []


def _is_finite(value: Any) -> bool:
    leaves, _tree = leaves_of(value)
    return all(not is_float(leaf) or bool(np.all(np.isfinite(leaf))) for leaf in leaves)


def _random_like(value: Any, generator: np.random.Generator) -> Any:
    if isinstance(value, tuple | list):
        return type(value)([_random_like(item, generator) for item in value])
    if isinstance(value, dict):
        return {key: _random_like(item, generator) for key, item in value.items()}
    drawn = generator.normal(size=np.shape(value))
    return drawn.astype(value.dtype) if isinstance(value, np.ndarray) else type(value)(drawn)


def _moved(value: Any, generator: np.random.Generator) -> Any:
    """Other floats near these: of the same sign, so that they stay where the function is defined; zeros become small."""
    if not is_float(value):
        return value
    factor = generator.uniform(0.7, 1.3, size=np.shape(value))
    moved = value * factor + np.where(np.asarray(value) == 0, generator.normal(scale=0.3, size=np.shape(value)), 0.0)
    return moved.astype(value.dtype) if isinstance(value, np.ndarray) else type(value)(moved)


def _by_position(claimed: Any, inputs: tuple[Any, ...], floats: list[int], parameters: list[str]) -> dict[int, Any]:
    """The claimed gradients, by the position of the input that each belongs to."""
    if isinstance(claimed, dict):
        stripped = {str(key).removeprefix("d").removeprefix("grad_"): value for key, value in claimed.items()}
        return {k: stripped[parameters[k]] for k in floats if k < len(parameters) and parameters[k] in stripped}
    listed = list(claimed) if isinstance(claimed, tuple | list) else [claimed]
    if len(listed) == len(inputs):
        return {k: listed[k] for k in floats}
    if len(listed) == len(floats):
        return dict(zip(floats, listed, strict=True))
    if len(listed) < len(floats):
        return dict(zip(floats, listed, strict=False))
    raise _Wrong(
        Text(_("The backward function returns {n} gradients for {m} inputs."), {"n": str(len(listed)), "m": str(len(inputs))}),
        Text(_("It returns one an input, in the order of the forward function's parameters; None for one without a gradient.")),
    )


def _agree(yours: Any, true: Any) -> bool:
    if yours is None:
        return not np.any(true)
    try:
        one = np.asarray(yours, dtype=float)
    except (TypeError, ValueError):
        return False
    other = np.asarray(true)
    if one.shape != other.shape:
        return False
    tolerance = CLOSE.get(other.dtype.itemsize, 1e-6)
    scale = float(np.max(np.abs(other), initial=0.0))
    return bool(np.allclose(one, other, rtol=tolerance, atol=tolerance * scale + 1e-12, equal_nan=True))


def _worst(difference: Counterexample) -> tuple[Any, Any, str]:
    """Both numbers at the entry where they are farthest apart, and its place; all of both where they can't be compared."""
    yours, true = np.asarray(difference.yours, dtype=object), np.asarray(difference.true, dtype=object)
    if yours.shape != true.shape or not true.size:
        return difference.yours, difference.true, ""
    if true.size == 1:
        return yours.item(), true.item(), ""
    apart = np.abs(yours.astype(float) - true.astype(float))
    at = np.unravel_index(int(np.nanargmax(np.where(np.isnan(apart), np.inf, apart))), true.shape)
    return yours[at], true[at], f"[{', '.join(str(int(k)) for k in at)}]"


def _listed(value: Any) -> Any:
    return np.asarray(value).tolist() if value is not None else None
