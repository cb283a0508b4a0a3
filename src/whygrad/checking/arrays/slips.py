"""A change that was found, as a rule sees it: what is known of the parts that it touches."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.checking.arrays.candidates import Candidate
from whygrad.checking.arrays.edits import index_detail, speaks_of_windows
from whygrad.checking.arrays.found import Found
from whygrad.checking.arrays.judging import Judgement
from whygrad.checking.arrays.naming import stems
from whygrad.checking.arrays.scope import is_rate
from whygrad.checking.arrays.slices import parsed
from whygrad.checking.rules.rule import Slip

#: Functions of one number by which a pre-activation and an activation hang together.
_FUNCTIONS: tuple[Callable[[Any], Any], ...] = (
    np.tanh,
    lambda z: 1 / (1 + np.exp(-z)),
    lambda z: np.maximum(z, 0),
    np.exp,
    lambda z: np.log(np.abs(z) + 1e-300),
    lambda z: np.sqrt(np.abs(z)),
    np.square,
    lambda z: 1 / z,
    lambda z: np.logaddexp(0, z),
)
_LOCAL = re.compile(r"1(\.0)? - |[<>]|cos\(|sin\(|exp\(|1(\.0)? / ")
_ONES = re.compile(r"(np|numpy)\.ones_like\(.*\)")
_EXPONENT = re.compile(r"\s*\*\*\s*[\d.]+")
_BOUNDS = re.compile(r"(maximum|minimum)(?=\()")
_NAMES = re.compile(r"[A-Za-z_][\w.]*")
_CARRIED = re.compile(r"next|prev|carr|prox|_t\b|ante")


def slip_of(found: Found, judgement: Judgement) -> Slip:
    """What is known of a change."""
    one = found.candidate
    is_own = bool(one.old) and one.old.rpartition(".")[2] in stems(one.target)[:-1]  # `dvalue = dout * value`
    wrt = one.old if is_own else found.mended[0] if found.mended else found.checkpoint.stem if found.checkpoint is not None else ""
    values = {atom.text: atom.value for atom in found.proposal.scope.atoms}
    softmax = one.part if one.detail == "softmax" else _is_softmax_sum(one, values)
    kind, detail, new_role, factor = one.kind, one.detail, one.new_role, _factor(one, values, judgement)
    part = one.part
    counted = _is_whole(values.get(one.new)) or _is_whole(values.get(one.old))
    counts = one.is_index or (_is_whole(values.get(one.part)) and _is_whole(values.get(one.old)))
    if counts and one.kind in ("replace", "drop", "operator", "scale", "term"):
        kind, detail = "replace", index_detail(one.old + one.new + one.part) if one.detail != "index" else "index"
    if kind == "replace" and not detail and _is_other_entry(one):
        detail = "index"
    if detail == "index" and _is_window(one.old):
        detail = "window"
    twice = _repeated(one)
    if twice:
        kind, detail = "drop", "*"
    elif kind in ("replace", "scale") and detail != "index" and (_is_power(one) or one.is_exponent):
        kind, detail = "replace", "exponent"
    elif kind == "replace" and _ONES.fullmatch(one.old) and one.new in one.old and not _is_forward(one.new, judgement):
        kind, detail, new_role = "scale", "*", "gradient"
    elif kind == "replace" and detail == "function" and _more(one):
        kind, detail, part, new_role = "scale", "*", _more(one), "local"
    elif kind == "scale" and _is_beyond(one.part, judgement):
        new_role = "gradient"
    elif kind == "operator" and detail in ("*→/", "/→*") and factor is not None and factor not in (0, 1):
        kind, detail = "scale", detail[-1]
    return Slip(
        kind=kind,
        old=one.old,
        new=one.new,
        detail=detail,
        old_role=one.old_role,
        new_role=new_role,
        factor=factor,
        part=twice or part,
        is_local_derivative=one.new_role == "local"
        or bool(twice)
        or (one.kind == "drop" and (one.is_repeated or bool(_LOCAL.search(one.part)))),
        is_path=one.kind in ("term", "drop"),
        old_is_variable=one.old.rpartition(".")[2] == wrt.rpartition(".")[2],
        related=one.related or (not one.in_product and _related(values.get(one.old), values.get(one.new))),
        in_sum=one.in_sum and not one.is_rate,
        in_condition=(one.in_condition and not (one.is_index and counted)) or _is_bound(one),
        whole=one.whole,
        paths="diagonal" if softmax else "",
        through=(softmax,) if softmax else (),
        is_count=one.is_count or (one.factor is not None and _is_size(one, judgement)),
        is_carried=one.kind == "term" and " += " not in one.new and _is_carried(one, found),
        is_penalty=_is_penalty(one, wrt, values),
        has_mask=one.has_mask or _has_mask(one, values),
        is_zero=one.is_zero and not one.is_repeated and one.kind != "operator",
        wrt=wrt,
        name=one.part if one.kind == "assign" and one.part else f"d{wrt}" if wrt.isidentifier() else wrt,
    )


def _factor(one: Candidate, values: dict[str, Any], judgement: Judgement) -> float | None:
    """The constant that a change multiplies or divides by; what depends on the inputs is none."""
    factor, words = one.factor, _NAMES.findall(one.part)
    if one.kind == "scale" and words and all(is_rate(word) for word in words):  # `2 * reg`: that it is a constant counts, not which
        return 2.0 if factor is None else factor
    if factor is None and one.kind == "operator" and isinstance(one.node, ast.AugAssign):
        held: Any = values.get(ast.unparse(one.node.value))
        factor = float(held) if np.shape(held) == () and isinstance(held, int | float | np.number) else None
    if factor is None:
        return None
    names = one.part or (ast.unparse(one.node.right) if one.kind == "operator" and isinstance(one.node, ast.BinOp) else "")
    return None if any(_depends(name, judgement) for name in _NAMES.findall(names) if ".shape" not in names) else factor


def _is_beyond(text: str, judgement: Judgement) -> bool:
    """In a function that returns its loss and gradients: is this an array, or a number, that the loss doesn't depend on?"""
    at = judgement.generic[0]
    is_own = judgement.subject.kind == "loss" and text in at.values and not np.any(at.inside.get(text, 0.0))
    return is_own and np.asarray(at.values[text]).dtype.kind == "f" and text not in {leaf.last for leaf in at.leaves} and not is_rate(text)


def _is_bound(one: Candidate) -> bool:
    """Is a maximum taken for a minimum, or the other way?"""
    return one.kind == "replace" and "np.minimum(" in one.old + one.new and _BOUNDS.sub("", one.old) == _BOUNDS.sub("", one.new)


def _depends(name: str, judgement: Judgement) -> bool:
    """Does a value of the forward pass depend on the inputs, and the output on it?"""
    return name in judgement.generic[0].inside and np.size(judgement.generic[0].values.get(name, 0.0)) == 1


def _is_forward(text: str, judgement: Judgement) -> bool:
    at = judgement.generic[0]
    return text in at.values or text in {leaf.name for leaf in at.leaves} or text in {leaf.last for leaf in at.leaves}


def _is_whole(value: Any) -> bool:
    """Is this a whole number, or an array of them?"""
    return value is not None and not isinstance(value, bool) and np.asarray(value).dtype.kind == "i"


def _is_power(one: Candidate) -> bool:
    """Is all the difference how often something stands as a factor?"""
    if one.old != one.new and _without_powers(one.old) == _without_powers(one.new):
        return True
    factors = [factor.strip() for factor in one.part.split("*") if factor.strip()] if one.kind == "scale" else []
    base = factors[0] if factors else ""
    return bool(_NAMES.fullmatch(base)) and set(factors) <= {base, "2", "3"} and base in [factor.strip() for factor in one.old.split("*")]


def _without_powers(text: str) -> str:
    return _EXPONENT.sub("", text.replace("np.square", "")).replace("(", "").replace(")", "").replace(" ", "").replace("1.0", "1")


def _is_size(one: Candidate, judgement: Judgement) -> bool:
    if ".shape[" in one.part or "len(" in one.part:
        return True
    first = judgement.samples[next(iter(judgement.samples))][0]
    sizes = {size for leaf in first.leaves for size in np.shape(leaf.of(first.args))}
    return one.factor in sizes or (bool(one.factor) and 1 / one.factor in sizes)  # type: ignore[operator]


def _related(old: Any, new: Any) -> bool:
    """Is one of two values a well-known function of the other, entry by entry?"""
    if not isinstance(old, np.ndarray) or not isinstance(new, np.ndarray) or old.shape != new.shape or old.dtype.kind != "f":
        return False
    with np.errstate(all="ignore"):
        return any(np.allclose(f(a), b) for f in _FUNCTIONS for a, b in ((old, new), (new, old)))


def _is_carried(one: Candidate, found: Found) -> bool:
    """Does the missing part come from another turn of the loop?"""
    return bool(found.proposal.carried & {*_NAMES.findall(one.part)}) or (
        found.proposal.helper is not None and bool(_CARRIED.search(one.part))
    )


def _has_mask(one: Candidate, values: dict[str, Any]) -> bool:
    """Is the part a share between 0 and 1 of a program that speaks of masks?"""
    value: Any = values.get(one.part)
    share = np.shape(value) == () and value is not None and 0 < float(value) < 1
    rate = any(one.part.rpartition(".")[2].lower().startswith(word) for word in ("reg", "lam", "decay", "l2", "lr", "alpha", "beta"))
    return bool(share) and not rate and any(word in name.lower() for name in values for word in ("mask", "keep", "drop", "masc"))


def _repeated(one: Candidate) -> str:
    """The factors that stand there twice, if all that is changed is that they stand there once."""
    rest = one.old.removeprefix(f"{one.new} * ")
    return rest if one.kind == "replace" and rest != one.old and f"{one.new} ".endswith((f" {rest} ", f"({rest}) ")) else ""


def _is_other_entry(one: Candidate) -> bool:
    """Is another entry of the same array or list read, or all of it in the place of a part?"""
    old, new = (parsed(text) if text.endswith("]") else None for text in (one.old, one.new))
    if not isinstance(old, ast.Subscript):
        return False
    if not isinstance(new, ast.Subscript):
        return ast.unparse(old.value) == one.new
    if ast.unparse(old.value) != ast.unparse(new.value):
        return False
    return not any(isinstance(node, ast.Constant) and isinstance(node.value, str) for node in ast.walk(new.slice))


def _is_window(text: str) -> bool:
    """Is a part read whose bounds speak of windows, `dxp[:, pad:-pad]`?"""
    node = parsed(text) if text.endswith("]") else None
    slices = [one for one in ast.walk(node) if isinstance(one, ast.Slice)] if isinstance(node, ast.Subscript) else []
    return any(speaks_of_windows(ast.unparse(one)) for one in slices)


def _is_penalty(one: Candidate, wrt: str, values: dict[str, Any]) -> bool:
    """Is a multiple of the variable itself taken out of a sum?"""
    node = parsed(one.part) if one.kind == "drop" and one.detail in ("+", "-") else None
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.Mult):
        return False
    sides = {ast.unparse(node.left): node.right, ast.unparse(node.right): node.left}
    return wrt in sides and np.shape(values.get(ast.unparse(sides[wrt]), np.ones(2))) == ()


def _more(one: Candidate) -> str:
    """The factor that what belongs there has more than what stands there: the `y` of `y * (1 - y)`."""
    new, old = parsed(one.new), ast.unparse(parsed(one.old))
    if not isinstance(new, ast.BinOp) or not isinstance(new.op, ast.Mult):
        return ""
    sides = (ast.unparse(new.left), ast.unparse(new.right))
    return next((other for side, other in (sides, sides[::-1]) if side == old), "")


def _is_softmax_sum(one: Candidate, values: dict[str, Any]) -> str:
    """The name of a softmax, if what is missing is the sum that every one of its entries takes part in."""
    if one.kind not in ("term", "sum") or ("sum(" not in one.part and one.kind == "term") or one.detail == "removed":
        return ""
    for text, value in values.items():
        is_share = isinstance(value, np.ndarray) and value.ndim and value.dtype.kind == "f" and value.size > 1 and np.all(value >= 0)
        if is_share and (text in one.part or text in one.old) and any(np.allclose(value.sum(axis=k), 1) for k in range(value.ndim)):
            return text
    return ""
