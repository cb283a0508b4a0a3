"""Why a program can't be analysed: what, where, why, and what to do about it."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from typing import Any

from whygrad.checking.evaluate import evaluated
from whygrad.checking.report import Problem
from whygrad.text import Text, _
from whygrad.tracing.running import Crash, LimitReached, Refused
from whygrad.tracing.source import Source, Span, span_of, span_of_instruction

_OVERFLOW = _("`{code}` grows beyond the largest number that Python's floats can hold.")
_WITHOUT = _("Without a finite forward value there is no gradient to compare with.")
EXAMPLE = Text(_("For example, `grad_x = …` or `dx = …` claims the gradient of the output with respect to x."))
TELL = Text(
    _("You can say it yourself: `--of OUTPUT --grad NAME=VARIABLE`, or a comment in the file: `# whygrad: of=OUTPUT NAME=VARIABLE`.")
)


def empty() -> Problem:
    """A text without a statement."""
    return Problem(
        "empty", Text(_("There is nothing in this file to run.")), None, (Text(_("Write the forward pass, then the gradients.")), EXAMPLE)
    )


def no_claims(passed_over: list[str]) -> Problem:
    """No name in the program claims a gradient."""
    help_ = (EXAMPLE, TELL)
    if passed_over:
        names = ", ".join(f"`{name}`" for name in passed_over)
        found = Text(_("These names look like gradients, but there is no variable that they could belong to: {names}."), {"names": names})
        return Problem("no-gradients", Text(_("I found no gradient to check in this program.")), None, (found, *help_))
    return Problem("no-gradients", Text(_("I found no gradient to check in this program.")), None, help_)


def no_dependence(output: str, wrt: str) -> Problem:
    """Nothing leads from an input to the output."""
    message = _("`{output}` doesn't depend on `{wrt}` by any path that I can follow.")
    return Problem("no-dependence", Text(message, {"output": output, "wrt": wrt}))


def unknown_name(name: str, role: str) -> Problem:
    """A name that was said, and that the program never gives a value."""
    message = {
        "of": _("You said that `{name}` is the output, but the program never gives a value to that name."),
        "part": _(
            "You said that `{name}` is the output, and I take a name there, not a part of a value: give it a name of its own in the file."
        ),
        "grad": _("You said that `{name}` is a gradient, but the program never gives a value to that name."),
        "wrt": _("You asked for the gradient with respect to `{name}`, but the program never gives a value to that name."),
    }[role]
    return Problem("unknown-name", Text(message, {"name": name}), None, (Text(_("Check the spelling, capitals included.")),))


def crashed(crash: Crash, source: Source, limit: int) -> Problem:
    """A run that ended before its end, in an exception, at its limit, or with a question that can't be answered."""
    exception = crash.exception
    span = crash_span(crash)
    if isinstance(exception, LimitReached):
        place = Span(crash.line, 0, crash.line, 0) if span is None else span
        return _limit(place, limit) if exception.of == "turns" else _too_much(exception, place)
    if isinstance(exception, RecursionError):
        return Problem(
            "recursion",
            Text(_("The recursion here never ends: Python gave up at a depth of about a thousand calls.")),
            span,
            (Text(_("Look for the case in which the function should return without calling itself.")),),
        )
    if isinstance(exception, Refused):
        return _refused(exception, span)
    arithmetic = _arithmetic(exception, crash.names, source, span)
    if arithmetic is not None:
        return arithmetic
    return Problem(
        "crash",
        Text(
            _("The program stops here with {kind}: {words}."),
            {"kind": type(exception).__name__, "words": _words_of(exception)},
        ),
        span,
        (Text(_("What comes before this line was checked; for what comes after it I can't tell.")),),
    )


def _words_of(exception: BaseException) -> str:
    """What an exception says; its `__str__` may be the program's own, and fail."""
    try:
        return str(exception).rstrip(".") or "-"
    except Exception:
        return "-"


def crash_span(crash: Crash) -> Span | None:
    """Where in the original text a run ended."""
    if crash.code is None:
        return None
    return span_of_instruction(crash.code, crash.instruction)


def _limit(span: Span, limit: int) -> Problem:
    return Problem(
        "limit",
        Text(_("The program was still running after {limit} turns of loops and calls, and I stopped it here."), {"limit": limit}),
        span,
        (
            Text(_("If the loop should end, look at what changes its condition.")),
            Text(_("If it only needs longer, allow it more: `--limit {more}`."), {"more": limit * 10}),
        ),
    )


def _too_much(reached: LimitReached, span: Span) -> Problem:
    """Turns and calls were left, but one step took too long or asked for too much."""
    message = _("One step of the program took too long, and I stopped it here.")
    if reached.of == "memory":
        message = _("The program asked for more memory than I let it have, and I stopped it here.")
    return Problem("limit", Text(message), span, (Text(_("Look for a huge power, a huge range, or a list that is repeated very often.")),))


def _refused(refused: Refused, span: Span | None) -> Problem:
    if refused.slug == "input":
        return Problem(
            "input",
            Text(_("The program asks for input here, and there is nobody to type it while it is checked.")),
            span,
            (Text(_("Give the variable a number in the file instead.")),),
        )
    if refused.slug == "process":
        return Problem(
            "process",
            Text(_("The program starts another process here, and I can't follow it there.")),
            span,
            (Text(_("Take this line out while you check.")),),
        )
    if refused.slug == "untraceable":
        return Problem(
            "untraceable",
            Text(
                _("Here a number goes into code that I can't follow ({words}). What comes out of it has no gradient that I know."),
                refused.fields,
            ),
            span,
            (Text(_("Write the same computation with plain numbers, lists and `math`.")),),
        )
    return Problem(
        "array-library",
        Text(
            _("The program imports {module}, and I find no gradients in it that I can check."),
            refused.fields,
        ),
        span,
        (
            Text(_("Of arrays I check training loops that compute a `loss` and gradients like `dW`, and functions that return them.")),
            Text(_("A pair `f_forward` and `f_backward` I check with the arguments that a function `cases` gives, or `--input`.")),
            Text(_("The gradients themselves you get in Python, of functions as they are: `whygrad.grad(f)`.")),
        ),
    )


def _arithmetic(exception: BaseException, names: Mapping[str, Any], source: Source, span: Span | None) -> Problem | None:
    """A division by zero, a logarithm of a negative number, an overflow: which gate, at which values."""
    if not isinstance(exception, ArithmeticError | ValueError) or span is None:
        return None
    node = next((node for node in ast.walk(source.tree) if isinstance(node, ast.BinOp | ast.Call) and span_of(node) == span), None)
    if node is None:
        return None
    operands = [node.left, node.right] if isinstance(node, ast.BinOp) else list(node.args)
    values = [(source.code_of(operand), evaluated(operand, [names])[0]) for operand in operands]
    fields = {"code": source.code_of(node)}
    if isinstance(exception, ZeroDivisionError):
        slug, message = "division-by-zero", _("`{code}` divides by zero.")
    elif isinstance(exception, OverflowError):
        slug, message = "overflow", _OVERFLOW
    elif isinstance(node, ast.Call) and "domain" in str(exception):
        slug, message = "domain", _("`{code}` has no real value here.")
    else:
        return None
    return Problem(slug, Text(message, fields), span, (*_valued(values), Text(_WITHOUT)))


def overflow(code: str, operands: Sequence[tuple[str, Any]], span: Span) -> Problem:
    """Finite numbers whose product or sum is beyond Python's floats, which say inf then and go on."""
    return Problem("overflow", Text(_OVERFLOW, {"code": code}), span, (*_valued(operands), Text(_WITHOUT)))


def not_finite(code: str, value: float, span: Span | None) -> Problem:
    """A number on the way to the output is inf or nan."""
    return Problem(
        "not-finite",
        Text(_("`{code}` is {value}, and it goes into the output: a gradient of that means nothing."), {"code": code, "value": str(value)}),
        span,
        (Text(_("Give the forward pass finite numbers; then every gradient can be compared.")),),
    )


def not_a_number(name: str, kind: str, span: Span | None) -> Problem:
    """Text or a complex number where a real number belongs."""
    return Problem(
        "not-a-number",
        Text(_("`{name}` is of type {kind}, where a real number belongs."), {"name": name, "kind": kind}),
        span,
        (Text(_("Gradients are numbers, or lists of numbers, and so are the variables that they belong to.")),),
    )


def left(span: Span | None) -> Problem:
    """The program ended itself before it came to a gradient."""
    return Problem(
        "exit",
        Text(_("The program ends itself here with `sys.exit`, before it comes to a gradient.")),
        span,
        (Text(_("Move the gradients before this line, or take it out while you check.")),),
    )


def no_output(names: Sequence[str]) -> Problem:
    """There are gradients, but nothing that they could be the gradient of."""
    fields = {"names": ", ".join(f"`{name}`" for name in names)}
    return Problem(
        "no-output",
        Text(
            _("{names} looks like a gradient, but I find no output: nothing is computed from its variable before it."),
            {**fields, "n": len(names)},
            plural=_("{names} look like gradients, but I find no output: nothing is computed from their variables before them."),
        ),
        None,
        (Text(_("Write the forward pass first: the value that is differentiated, with a name of its own.")), TELL),
    )


def _valued(values: Sequence[tuple[str, Any]]) -> tuple[Text, ...]:
    """`x = 3, y = 4`, numbers that are written out left out."""
    shown = dict.fromkeys(f"{code} = {_short(value)}" for code, value in values if _is_number(value) and not _is_literal(code))
    return (Text(_("The values here: {values}."), {"values": ", ".join(shown)}),) if shown else ()


def _is_literal(code: str) -> bool:
    try:
        float(code)
    except ValueError:
        return False
    return True


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _short(value: Any) -> str:
    if isinstance(value, float) and math.isfinite(value):
        return f"{value:.4g}"
    return str(value)
