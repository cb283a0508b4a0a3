"""What stands in the way of a verdict on arrays: a program that stops or never ends, no loss, nothing that is claimed."""

from __future__ import annotations

from collections.abc import Sequence

from whygrad.checking.arrays.calling import Mismatch
from whygrad.checking.arrays.scripts import NoLoss
from whygrad.checking.arrays.subjects import Subject
from whygrad.checking.report import Diagnosis, Problem
from whygrad.text import Text, _
from whygrad.tracing.function import has_floats
from whygrad.tracing.source import Span, span_of


def stopped(text: str, file: str, error: BaseException) -> Diagnosis:
    """The program doesn't get to where it could be checked."""
    words = {"kind": type(error).__name__, "words": str(error).rstrip(".") or "-"}
    crash = Text(_("The program stops with {kind}: {words}."), words)
    return Diagnosis(file, text, "unknown", problems=(Problem("crash", crash, crash_place(error, file)),))


def endless(text: str, file: str, seconds: float) -> Diagnosis:
    """The program takes longer than anybody waits, so many seconds."""
    message = Text(_("The program doesn't come to what I could check: I stopped it after {n} seconds."), {"n": seconds})
    help_ = Text(_("Give it less to do while you check: fewer rows, fewer turns before the loop."))
    return Diagnosis(file, text, "unknown", problems=(Problem("too-long", message, None, (help_,)),))


def no_loss(found: NoLoss) -> Problem:
    names = ", ".join(f"`{name}`" for name in found.names)
    return Problem(
        "no-output",
        Text(_("I find no loss here that {names} could be the gradients of."), {"names": names}),
        span_of(found.node),
        (
            Text(_("Compute it in the loop, and give it a name: `loss = ...`.")),
            Text(_("Or say which of the numbers there it is: `--of NAME`.")),
        ),
    )


def left_open(names: Sequence[str], *, is_part: bool = False) -> Problem:
    """What computes gradients beside what could be judged; or what could be judged, and is only a part of the way back."""
    words = _("I can't judge {names}, so I don't know whether all gradients here are right.")
    if is_part:
        words = _("What the program makes of {names} on its way to the parameters, I can't judge.")
    return Problem("left-open", Text(words, {"names": ", ".join(f"`{name}`" for name in names)}))


def crash_place(error: BaseException, file: str) -> Span | None:
    """Where in the file itself an exception was raised."""
    traceback, line = error.__traceback__, None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == file:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return None if line is None else Span(line, 0, line, 0)


def nothing_claimed(subject: Subject) -> Mismatch:
    floats = [name for name, value in zip(subject.parameters, subject.args, strict=False) if has_floats(value)]
    if not floats:
        return Mismatch(
            Text(_("None of the inputs of `{f}` are floats, so there is no gradient to check."), {"f": subject.name}),
            Text(_("Give it arrays of floats: `x.astype(float)`.")),
        )
    return Mismatch(
        Text(_("I can't tell which gradients `{f}` returns."), {"f": subject.back}),
        Text(
            _("Let it return one an input, in order, or a dict with the names {names}."),
            {"names": ", ".join(f"`d{name}`" for name in floats)},
        ),
    )
