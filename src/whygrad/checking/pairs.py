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
from whygrad.checking.calling import BackwardFailed, Mismatch, agree, by_input, how_called, parameters, points
from whygrad.checking.report import Counterexample, Diagnosis, Finding, Problem, Target, Verdict
from whygrad.checking.rules.unexplained import PAGE
from whygrad.text import Text, _
from whygrad.tracing.errors import TraceError
from whygrad.tracing.function import has_floats, is_float, leaves_of
from whygrad.tracing.module import load
from whygrad.tracing.source import Source, Span, span_of


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
    except (Exception, SystemExit) as error:
        words = {"kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        crash = Text(_("The program stops with {kind}: {words}."), words)
        return Diagnosis(file, text, "unknown", problems=(Problem("crash", crash, _crash_place(error, file)),))
    check = _Check(Source(text), file, trap_nan)
    try:
        given = _cases(module)
    except Exception as error:
        words = {"f": "cases", "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        problem = Problem("crash", Text(_("`{f}` stops with {kind}: {words}."), words), _crash_place(error, file))
        return Diagnosis(file, text, "unknown", problems=(problem,), printed=printed)
    for forward, function in list(vars(module).items()):
        backward = vars(module).get(_partner(forward))
        if "forward" not in forward or not callable(function) or not callable(backward):
            continue
        arguments = given.get(forward, given.get(forward.removesuffix("_forward")))
        if arguments is None:
            check.problems.append(_no_case(forward, check.span_of_function(forward)))
            continue
        for inputs in arguments if isinstance(arguments, list) and all(isinstance(one, tuple) for one in arguments) else [arguments]:
            check.pair(Pair(forward, function, backward, inputs if isinstance(inputs, tuple) else (inputs,)))
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
    assumptions: list[Text] = field(default_factory=list)

    def diagnosis(self, printed: str) -> Diagnosis:
        """What was found."""
        verdicts = {target.verdict for target in self.targets}
        verdict: Verdict = (
            "wrong" if "wrong" in verdicts else "unknown" if self.problems or "unknown" in verdicts or not verdicts else "right"
        )
        return Diagnosis(
            self.file,
            self.source.original,
            verdict,
            tuple(self.assumptions),
            tuple(self.targets),
            tuple(self.findings),
            tuple(self.problems),
            printed,
        )

    def pair(self, pair: Pair) -> None:
        """Judge every gradient of a pair, at points near the given one and at one far from it.

        The given point itself may lie on a corner (a tie, a zero into a relu), where several answers are right.
        """
        generator = np.random.default_rng(0)
        wrong: dict[int, Counterexample] = {}
        known: list[int] | None = None
        failure: BaseException | None = None
        for inputs in points(pair.inputs, generator):
            try:
                found = self._compare(pair, inputs, generator)
            except (BackwardFailed, Mismatch) as error:
                self._failed(pair, error)
                return
            except (Exception, SystemExit) as error:  # outside of the function's domain, perhaps
                failure = failure or error
                continue
            if found is None:
                continue
            known = list(found) if known is None else known
            for position, difference in found.items():
                if difference is not None:
                    wrong.setdefault(position, difference)
        if known is None:
            self._failed(pair, failure or Mismatch(Text(_("The forward function gives no finite number near these inputs."))))
        elif not known:
            self._failed(pair, _nothing_claimed(pair))
        else:
            self._judge(pair, known, wrong)

    def _compare(self, pair: Pair, inputs: tuple[Any, ...], generator: np.random.Generator) -> dict[int, Counterexample | None] | None:
        """The gradients at one point: by the position of the input, None or both numbers where they differ.

        None where the forward pass can't be computed. It runs once, so that a random mask is the same in both passes.
        """
        floats = [k for k, value in enumerate(inputs) if has_floats(value)]
        given = copy.deepcopy(inputs)
        forward = pair.forward  # in the closure itself, where a trace looks for what it reaches

        def of_floats(*values: Any) -> Any:
            arguments = list(given)
            for k, value in zip(floats, values, strict=True):
                arguments[k] = value
            return forward(*arguments)

        arguments = [copy.deepcopy(inputs[k]) for k in floats]
        returned, pullback = vjp(of_floats, *arguments, trap_nan=self.trap_nan)
        call = how_called(pair.forward, pair.backward, returned)
        if not _is_finite([returned[k] for k in call.outputs] if call.is_tuple else returned):
            vjp(of_floats, *copy.deepcopy(arguments), trap_nan=True)  # which says where it began
            return None
        if not has_floats([returned[k] for k in call.outputs] if call.is_tuple else returned):
            raise Mismatch(Text(_("`{f}` returns no floats, so there is nothing to take a gradient of."), {"f": pair.name}))
        upstream = call.upstream(returned, generator)
        true = pullback(copy.deepcopy(upstream))
        if not _is_finite(true):
            vjp(of_floats, *copy.deepcopy(arguments), trap_nan=True)[1](copy.deepcopy(upstream))
        try:
            claimed = pair.backward(*call.arguments(returned, copy.deepcopy(upstream), copy.deepcopy(inputs)))
        except Exception as error:
            raise BackwardFailed(pair.back) from error
        names = self._returned_names(pair, len(inputs))
        yours = by_input(claimed, inputs, floats, parameters(pair.forward), [name for _span, name in names.values()])
        named = {
            name: value for name, value in zip(parameters(pair.forward), inputs, strict=False) if np.size(value) <= 64 and is_float(value)
        }
        found: dict[int, Counterexample | None] = {}
        for k, truth in zip(floats, true, strict=True):
            if k in yours:
                found[k] = None if agree(yours[k], truth) else Counterexample(named, _listed(yours[k]), _listed(truth))
        return found

    def _judge(self, pair: Pair, known: Sequence[int], wrong: Mapping[int, Counterexample]) -> None:
        listed = parameters(pair.forward)
        silent = [name for k, name in enumerate(listed) if k < len(pair.inputs) and has_floats(pair.inputs[k]) and k not in known]
        if silent:
            words = _("`{f}` gives no gradient for {names}, so I didn't check that.")
            self.assumptions.append(Text(words, {"f": pair.back, "names": ", ".join(f"`{name}`" for name in silent)}))
        names = self._returned_names(pair, len(pair.inputs))
        order = {k: place for place, k in enumerate(known)}
        for k in known:
            parameter = listed[k] if k < len(listed) else f"#{k}"
            place, name = (names.get(k) if len(names) == len(pair.inputs) else names.get(order[k])) or (
                self.span_of_function(pair.back, pair.backward),
                f"d{parameter}",
            )
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

    def _failed(self, pair: Pair, error: BaseException) -> None:
        """A pair that can't be run, or whose gradients can't be told apart."""
        place = self.span_of_function(pair.back, pair.backward)
        if isinstance(error, Mismatch):
            self.problems.append(Problem("gradients", error.text, place, error.help))
            return
        name, help_ = pair.name, tuple[Text, ...]()
        if isinstance(error, BackwardFailed):
            assert error.__cause__ is not None
            name, error = pair.back, error.__cause__
            help_ = (Text(_("I call it as `{call}`."), {"call": f"{name}(dout, cache)"}),) if isinstance(error, TypeError) else ()
        elif isinstance(error, TraceError):
            self.problems.append(Problem("untraceable", error.text, error.span if error.file == self.file else None, error.help))
            return
        words = {"f": name, "kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
        where = _crash_place(error, self.file) or place
        self.problems.append(Problem("crash", Text(_("`{f}` stops with {kind}: {words}."), words), where, help_))

    def span_of_function(self, name: str, function: Any = None) -> Span | None:
        """Where a function is defined: its first line."""
        node = self._definition(name, function)
        if node is None:
            return None
        span = span_of(node)
        return Span(span.line, span.column, span.line, span.column + len(f"def {name}"))

    def _definition(self, name: str, function: Any) -> ast.FunctionDef | None:
        """The definition of a function: of several of one name, the one that it was made by."""
        found = [node for node in ast.walk(self._tree()) if isinstance(node, ast.FunctionDef) and node.name == name]
        line = getattr(getattr(function, "__code__", None), "co_firstlineno", None)
        own = [node for node in found if line == min([node.lineno, *[decorator.lineno for decorator in node.decorator_list]])]
        return next(iter(own or found), None)

    def _tree(self) -> ast.Module:
        try:
            return self.source.tree
        except SyntaxError:
            return ast.Module([], [])

    def _returned_names(self, pair: Pair, count: int) -> dict[int, tuple[Span, str]]:
        """What the last `return` of the backward function returns, one by one: the place and the name of each."""
        node = self._definition(pair.back, pair.backward)
        last = next((part for part in reversed(node.body) if isinstance(part, ast.Return)), None) if node is not None else None
        if last is None or last.value is None:
            return {}
        parts = last.value.elts if isinstance(last.value, ast.Tuple) else [last.value]
        return {k: (span_of(part), part.id) for k, part in enumerate(parts) if isinstance(part, ast.Name)}


def _nothing_claimed(pair: Pair) -> Mismatch:
    floats = [name for name, value in zip(parameters(pair.forward), pair.inputs, strict=False) if has_floats(value)]
    if not floats:
        return Mismatch(
            Text(_("None of the inputs of `{f}` are floats, so there is no gradient to check."), {"f": pair.name}),
            Text(_("Give it arrays of floats: `x.astype(float)`.")),
        )
    return Mismatch(
        Text(_("I can't tell which gradients `{f}` returns."), {"f": pair.back}),
        Text(
            _("Let it return one an input, in order, or a dict with the names {names}."),
            {"names": ", ".join(f"`d{name}`" for name in floats)},
        ),
    )


def _is_finite(value: Any) -> bool:
    leaves, _tree = leaves_of(value)
    return all(not is_float(leaf) or bool(np.all(np.isfinite(leaf))) for leaf in leaves)


def _listed(value: Any) -> Any:
    leaves, _tree = leaves_of(value)
    return np.asarray(value).tolist() if len(leaves) == 1 and leaves[0] is value and value is not None else value


def _worst(difference: Counterexample) -> tuple[Any, Any, str]:
    """Both numbers at the entry where they are farthest apart, and its place; all of both where they can't be compared."""
    try:
        yours, true = np.asarray(difference.yours, dtype=float), np.asarray(difference.true, dtype=float)
    except (TypeError, ValueError):
        return difference.yours, difference.true, ""
    if yours.shape != true.shape or not true.size:
        return difference.yours, difference.true, ""
    if true.size == 1:
        return yours.item(), true.item(), ""
    apart = np.abs(yours - true)
    at = np.unravel_index(int(np.nanargmax(np.where(np.isnan(apart), np.inf, apart))), true.shape)
    return float(yours[at]), float(true[at]), f"[{', '.join(str(int(k)) for k in at)}]"
