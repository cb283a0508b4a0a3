"""The exception that ended a run: what it was, and where in the user's own code it came from."""

from __future__ import annotations

from dataclasses import dataclass
from types import CodeType
from typing import Any

from whygrad.tracing.traced import plain


@dataclass
class Crash:
    """The exception that ended a run, and where: the user's code, the instruction, the names in that frame."""

    exception: BaseException
    code: CodeType | None
    instruction: int
    line: int
    names: dict[str, Any]


def is_raised(exception: BaseException, filename: str) -> bool:
    """Did the program raise this itself, by name?"""
    last = exception.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    return last is not None and last.tb_frame.f_code.co_filename == filename and type(exception).__name__ in last.tb_frame.f_code.co_names


def crash_of(exception: BaseException, filename: str, *, names: bool = True) -> Crash:
    """Where, in the user's own code, an exception came from."""
    traceback, own = exception.__traceback__, []
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == filename:
            own.append(traceback)
        traceback = traceback.tb_next
    if not own:
        return Crash(exception, None, 0, 1, {})
    # where the recursion is too deep by one, it is the call before that says what recurs
    where = own[-2] if isinstance(exception, RecursionError) and len(own) > 1 else own[-1]
    frame = where.tb_frame
    visible = {**frame.f_globals, **frame.f_locals}
    held = {name: value if name.startswith("__") else plain(value) for name, value in visible.items()} if names else {}
    exception.__traceback__ = None  # it would keep every frame of the run alive
    return Crash(exception, frame.f_code, where.tb_lasti, where.tb_lineno, held)
