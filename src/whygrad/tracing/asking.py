"""Which line of the user's asked: the innermost frame that is neither whygrad's nor a numerical library's."""

from __future__ import annotations

import dis
import importlib.util
import opcode
import os
import sys
from types import CodeType, FrameType

from whygrad.tracing.source import Span, span_of_instruction

_getframe = sys._getframe
_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep
_LIBRARIES = tuple(
    os.path.dirname(spec.origin) + os.sep
    for spec in map(importlib.util.find_spec, ("numpy", "scipy", "optree"))
    if spec is not None and spec.origin is not None
)

#: Code objects that are known to be the user's, by their id: to look a code object up by itself would hash all of it.
USERS: dict[int, CodeType] = {}
_NOT_USERS: dict[int, CodeType] = {}
_MOST = 20_000


def users_frame(frame: FrameType | None) -> FrameType | None:
    """The nearest frame of the user's from this one outwards."""
    while frame is not None:
        code = frame.f_code
        if id(code) in USERS:
            return frame
        if id(code) in _NOT_USERS:
            frame = frame.f_back
            continue
        file = code.co_filename
        if not file.startswith((_OURS, *_LIBRARIES)):
            if len(USERS) > _MOST:
                USERS.clear()
            USERS[id(code)] = code
            return frame
        if len(_NOT_USERS) > _MOST:
            _NOT_USERS.clear()
        _NOT_USERS[id(code)] = code
        frame = frame.f_back
    return None


def is_ours(file: str) -> bool:
    """Is this a file of whygrad's own?"""
    return file.startswith(_OURS)


def asking() -> tuple[CodeType | None, int]:
    """The code and the instruction of the user's that is being executed."""
    frame = users_frame(_getframe(1))
    return (None, 0) if frame is None else (frame.f_code, frame.f_lasti)


def is_augmented() -> bool:
    """Is the user's expression one of `a += b`, `a *= b`, …?"""
    frame = users_frame(_getframe(1))
    if frame is None:
        return False
    operation, argument = frame.f_code.co_code[frame.f_lasti], frame.f_code.co_code[frame.f_lasti + 1]
    return operation == _BINARY_OPERATION and argument >= _IN_PLACE


#: From this argument on, a binary operation is one in place.
_IN_PLACE = min(k for k, (_name, symbol) in enumerate(opcode._nb_ops) if symbol.endswith("=") and symbol != "==")  # type: ignore[attr-defined]
_BINARY_OPERATION = dis.opmap["BINARY_OP"]


def place_of(code: CodeType | None, instruction: int) -> tuple[str | None, Span | None]:
    """File and span of an instruction."""
    return (None, None) if code is None else (code.co_filename, span_of_instruction(code, instruction))


def here() -> tuple[str | None, Span | None]:
    """File and span of the user's expression that is being evaluated."""
    return place_of(*asking())
