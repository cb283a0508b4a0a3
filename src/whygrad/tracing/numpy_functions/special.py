"""scipy.special: which gates its functions are."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from whygrad.gates import exponential, special, trigonometry
from whygrad.gates.arrays import special as gates
from whygrad.gates.exponential import exp, log
from whygrad.gates.table import Gate
from whygrad.tracing.arrays import all_held, apply, held
from whygrad.tracing.numpy_functions.registry import array, axes_of, gate_on, given

GATES: dict[str, Gate] = {
    "expit": gates.expit,
    "logit": gates.logit,
    "log_expit": gates.log_expit,
    "xlogy": gates.xlogy,
    "xlog1py": gates.xlog1py,
    "entr": gates.entr,
    "rel_entr": gates.rel_entr,
    "kl_div": gates.kl_div,
    "ndtr": gates.ndtr,
    "log_ndtr": gates.log_ndtr,
    "ndtri": gates.ndtri,
    "erfinv": gates.erfinv,
    **{name: getattr(gates, name) for name in ("gammainc", "gammaincc", "j0", "j1", "i0", "i1", "erfcx", "exprel")},
    "erf": special.erf,
    "erfc": special.erfc,
    "gamma": special.gamma,
    "gammaln": special.lgamma,
    "loggamma": special.lgamma,
    "psi": special.digamma,
    "digamma": special.digamma,
    "polygamma": special.polygamma,
    "exp2": exponential.exp2,
    "expm1": exponential.expm1,
    "log1p": exponential.log1p,
    "cbrt": exponential.cbrt,
    "radian": trigonometry.radians,
}


def _logsumexp(a: Any, axis: Any = None, b: Any = None, keepdims: bool = False, return_sign: bool = False) -> Any:
    from whygrad.tracing.numpy_functions.reductions import max_, sum_
    from whygrad.tracing.numpy_functions.shapes import squeeze

    a = array(a)
    highest = gate_on(gates.hold, max_(a, axis, keepdims=True))
    terms = exp(a - highest)
    total = sum_(terms if b is None else b * terms, axis, keepdims=True)
    found = log(abs(total) if return_sign else total) + highest
    found = found if keepdims else squeeze(found, axes_of(a, axis))
    found = found if np.ndim(found) else found[()]
    if not return_sign:
        return found
    sign = np.sign(total)
    return found, sign if keepdims else squeeze(sign, axes_of(a, axis))


def _softmax(x: Any, axis: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.reductions import max_, sum_

    x = array(x)
    terms = exp(x - gate_on(gates.hold, max_(x, axis, keepdims=True)))
    return terms / sum_(terms, axis, keepdims=True)


def _log_softmax(x: Any, axis: Any = None) -> Any:
    from whygrad.tracing.numpy_functions.reductions import max_, sum_

    x = array(x)
    away = x - gate_on(gates.hold, max_(x, axis, keepdims=True))
    return away - log(sum_(exp(away), axis, keepdims=True))


def _betaln(a: Any, b: Any) -> Any:
    a, b = array(a), array(b)
    return special.lgamma(a) + special.lgamma(b) - special.lgamma(a + b)


def _boxcox(a: Any, power: Any) -> Any:
    a, power = array(a), array(power)
    safe = np.where(power == 0, 1.0, power)
    return np.where(power == 0, log(a), exponential.expm1(power * log(a)) / safe)


def _huber(delta: Any, r: Any) -> Any:
    size = np.abs(r)
    return np.where(size <= delta, r * r / 2.0, delta * (size - delta / 2.0))


COMPOSITE: dict[str, Callable[..., Any]] = {
    "logsumexp": _logsumexp,
    "softmax": _softmax,
    "log_softmax": _log_softmax,
    "betaln": _betaln,
    "beta": lambda a, b: exp(_betaln(a, b)),
    "boxcox": _boxcox,
    "boxcox1p": lambda a, b: _boxcox(array(a) + 1.0, b),
    "huber": lambda delta, r: _huber(array(delta), array(r)),
    "pseudo_huber": lambda delta, r: array(delta) ** 2 * (exponential.sqrt(1.0 + (array(r) / delta) ** 2) - 1.0),
    "exp10": lambda a: exponential.exp2(array(a) * float(np.log2(10.0))),
    "softplus": lambda a: np.logaddexp(0.0, array(a)),
}


def special_function(function: Any) -> Callable[..., Any] | None:
    """What traces this function of scipy.special, None if it is none of them or has no derivative here."""
    module = sys.modules.get("scipy.special")
    name = getattr(function, "__name__", "")
    if module is None or getattr(module, name, None) is not function:
        return None
    gate = GATES.get(name)
    if gate is None:
        composite = COMPOSITE.get(name)
        return (
            None if composite is None else lambda *values, **options: _as_its_own(composite(*values, **options), function, values, options)
        )

    def traced(*values: Any, out: Any = None, **options: Any) -> Any:
        from whygrad.tracing.numpy_functions.registry import into

        made = apply(gate, [array(value) for value in values])
        return into(out, made) if given(out) else made

    return traced


def _as_its_own(found: Any, function: Any, values: tuple[Any, ...], options: dict[str, Any]) -> Any:
    """What several gates give, laid out in memory as the function's own result."""
    from whygrad.tracing.numpy_functions.shapes import laid_out

    if isinstance(found, tuple) or np.ndim(held(found)) < 2:
        return found
    with np.errstate(all="ignore"):
        example = function(*all_held(values), **all_held(options))
    return laid_out(found, np.asarray(example))
