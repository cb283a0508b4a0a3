"""The operators, methods and attributes of a traced array: those of `numpy.ndarray`, traced."""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from whygrad.gates import arithmetic, selection
from whygrad.gates.arrays import elementwise, products
from whygrad.gates.arrays.steps import step
from whygrad.gates.table import Gate
from whygrad.text import Text, _
from whygrad.tracing import explained
from whygrad.tracing.arrays import TracedArray, append, apply, current, guard, held, wrap
from whygrad.tracing.asking import asking, here, is_ours, users_frame
from whygrad.tracing.dispatch import function_for
from whygrad.tracing.errors import NotTraceable
from whygrad.tracing.numpy_functions import creation, indexing, ordering, shapes
from whygrad.tracing.numpy_functions.registry import with_dtype
from whygrad.tracing.operators import COMPARISONS, binary, in_place, unary
from whygrad.tracing.touching import MAKES_TEXT, touch
from whygrad.tracing.traced import is_only_printed

OPERATORS: dict[str, Gate] = {
    "add": arithmetic.add,
    "sub": arithmetic.subtract,
    "mul": arithmetic.multiply,
    "truediv": arithmetic.divide,
    "floordiv": arithmetic.floor_divide,
    "mod": arithmetic.modulo,
    "pow": arithmetic.power,
    "matmul": products.matmul,
    "and": step("bitwise_and"),
    "or": step("bitwise_or"),
    "xor": step("bitwise_xor"),
    "lshift": step("left_shift"),
    "rshift": step("right_shift"),
}
UNARY: dict[str, Gate] = {
    "neg": arithmetic.negate,
    "pos": arithmetic.positive,
    "abs": selection.absolute,
    "invert": step("invert"),
}

#: Methods that are a function of the same name, given the array first.
AS_FUNCTION = (
    *("sum", "prod", "mean", "var", "std", "max", "min", "ptp", "cumsum", "cumprod", "any", "all", "argmax", "argmin", "argsort"),
    *("argpartition", "dot", "clip", "round", "take", "repeat", "trace", "diagonal", "choose", "searchsorted", "nonzero"),
    *("swapaxes", "squeeze", "put", "conj", "conjugate"),
)
#: What holds of the array whatever its numbers are.
PLAIN = ("shape", "ndim", "size", "dtype", "itemsize", "nbytes", "device")


def _compare(name: str) -> Callable[[Any, Any], Any]:
    compare = binary(step(COMPARISONS[name]))
    plain: Callable[[Any, Any], Any] = getattr(operator, name)

    def method(self: TracedArray, other: Any) -> Any:
        if other is None or isinstance(other, str):
            return plain(current(self).value, other)
        return compare(self, other)

    return method


def _function(name: str) -> Callable[..., Any]:
    def method(self: TracedArray, *values: Any, **options: Any) -> Any:
        function = getattr(np, name)
        if isinstance(function, np.ufunc):
            return self.__array_ufunc__(function, "__call__", self, *values, **options)
        return function_for(function)(self, *values, **options)

    method.__name__ = name
    return method


def _divmod(self: TracedArray, other: Any) -> tuple[Any, Any]:
    return self // other, self % other


def _float(self: TracedArray) -> float:
    plain = float(current(self).value)
    if np.asarray(self.value).dtype.kind in "iub":  # a count, an index: no gradient is lost
        return float(guard(self, plain))
    if not is_only_printed(users_frame(sys._getframe(1))):
        raise explained.dropped("float")
    touch(MAKES_TEXT)
    return plain


def _bool(self: TracedArray) -> bool:
    value = current(self).value
    answer = bool(value)
    guard(self, answer)
    return answer


def _int(self: TracedArray) -> int:
    return int(guard(self, int(current(self).value)))


def _index(self: TracedArray) -> int:
    return int(guard(self, operator.index(current(self).value)))


def _len(self: TracedArray) -> int:
    return len(self.value)


def _iter(self: TracedArray) -> Iterator[Any]:
    return (self[k] for k in range(len(self.value)))


def _contains(self: TracedArray, item: Any) -> bool:
    return bool((self == item).any())


def _hash(self: TracedArray) -> int:
    value = hash(current(self).value)  # an array refuses, as it should
    if isinstance(self.value, float | np.floating):
        raise explained.as_key()
    guard(self, current(self).value)
    return value


def _item(self: TracedArray, *at: Any) -> Any:
    """`a.item()`: a number of Python's that is traced still."""
    chosen = self.ravel()[at[0]] if len(at) == 1 and not isinstance(at[0], tuple) else self[at if len(at) > 1 else at[0] if at else ()]
    if not at and self.value.size != 1:
        self.value.item()  # it complains
    if isinstance(chosen.value, np.ndarray):
        chosen = chosen.reshape(-1)[0]
    return to_number(chosen)


def to_number(value: Any) -> Any:
    """A traced number as one of Python's: floats stay traced, a whole number is made concrete."""
    plain = held(value).item() if hasattr(held(value), "item") else held(value)
    if isinstance(plain, float):
        return wrap(value.graph, append(value.graph, arithmetic.identity, (value.index,), plain), plain)
    return guard(value, plain)


def _tolist(self: TracedArray) -> Any:
    if not np.ndim(self.value):
        return to_number(self)
    if self.value.dtype.kind in "iub":  # whole numbers decide what the program does next
        return guard(self, current(self).value.tolist())
    return [part.tolist() if np.ndim(part.value) else to_number(part) for part in self]


def _astype(self: TracedArray, dtype: Any, order: str = "K", casting: str = "unsafe", subok: bool = True, copy: bool = True) -> Any:
    if np.dtype(dtype) == self.value.dtype:
        return _copy(self, order) if copy and isinstance(self.value, np.ndarray) else self
    return with_dtype(current(self), dtype)


def _copy(self: TracedArray, order: str = "C") -> Any:
    return apply(elementwise.copy, [current(self)], {"order": order}) if isinstance(self.value, np.ndarray) else self


def _deepcopy(self: TracedArray, memo: object) -> Any:
    return _copy(self)


def _reshape(self: TracedArray, *shape: Any, order: str = "C", **options: Any) -> Any:
    return shapes.reshape(self, shape[0] if len(shape) == 1 else shape, order)


def _transpose(self: TracedArray, *axes: Any) -> Any:
    if len(axes) == 1 and (axes[0] is None or isinstance(axes[0], tuple | list)):
        return shapes.transpose(self, axes[0])
    return shapes.transpose(self, axes or None)


def _ravel(self: TracedArray, order: str = "C") -> Any:
    return shapes.ravel(self, order)


def _flatten(self: TracedArray, order: str = "C") -> Any:
    return _copy(shapes.ravel(self, order))


def _refused(name: str, instead: Text) -> Callable[..., Any]:
    def method(self: TracedArray, *values: Any, **options: Any) -> Any:
        raise NotTraceable(Text(_("I can't follow `.{name}` of an array."), {"name": name}), [instead], *here())

    return method


def _set_shape(self: TracedArray, shape: Any) -> None:
    if self.memory is not None:  # others look at the same memory
        _refused("shape = …", Text(_("Write `x = x.reshape(…)`.")))(self)
    changed = shapes.reshape(self, shape)
    self.value, self.index, self.memory = changed.value, changed.index, None


def _view(self: TracedArray, *kind: Any, **options: Any) -> Any:
    """`a.view()`: another array onto the same memory."""
    if kind or options:
        _refused("view", _SAME)(self)
    return self[...]


def _compress(self: TracedArray, condition: Any, axis: Any = None, out: Any = None) -> Any:
    return indexing.compress(condition, self, axis, out)


class _Flat:
    """`a.flat`."""

    def __init__(self, array: TracedArray) -> None:
        self.array = array

    def __iter__(self) -> Iterator[Any]:
        return iter(shapes.ravel(self.array))

    def __len__(self) -> int:
        return int(self.array.value.size)

    def __getitem__(self, index: Any) -> Any:
        return _copy(shapes.ravel(self.array))[index]

    def __setitem__(self, index: Any, value: Any) -> None:
        size = self.array.value.size
        at = np.arange(size)[index]
        indexing.assign(self.array, np.unravel_index(at, self.array.value.shape), value)


def _set_flat(self: TracedArray, value: Any) -> None:
    self[...] = shapes.reshape(creation.array(value, copy=False), self.value.shape)


def _no_such(self: TracedArray, name: str) -> Any:
    kind = type(self.value)
    raise AttributeError(f"'{kind.__module__}.{kind.__name__}' object has no attribute '{name}'", name=name)


def _format(self: TracedArray, spec: str) -> str:
    return format(_shown(self), spec)


def _shown(self: TracedArray) -> Any:
    """The value, for a text: what the trace can't follow."""
    if self.graph.trace is not None:
        touch(MAKES_TEXT)
    return current(self).value


_BYTES = Text(_("A traced function can't hand its numbers to files or to other languages. Do it outside of the trace."))
_SAME = Text(_("Use `astype` to change the dtype, and `reshape` or slices for another view of the same numbers."))


def _plainly(name: str) -> Callable[[TracedArray], Any]:
    return lambda self: getattr(self.value, name)


def _layout(name: str) -> Callable[[TracedArray], Any]:
    """How it lies in memory: the array in whose place it works may lie there otherwise, so that it is noted who asks."""

    def asked(self: TracedArray) -> Any:
        if self.graph.trace is not None and not is_ours(sys._getframe(1).f_code.co_filename):
            self.graph.trace.looked.setdefault(name, asking())
        if name != "base":
            return getattr(self.value, name)
        return None if self.origin is None else self.origin.parent

    return asked


def _install() -> None:
    methods: dict[str, Any] = {}
    for name, gate in OPERATORS.items():
        methods[f"__{name}__"] = binary(gate)
        methods[f"__r{name}__"] = binary(gate, mirrored=True)
        methods[f"__i{name}__"] = in_place(gate)
    for name in COMPARISONS:
        methods[f"__{name}__"] = _compare(name)
    for name, gate in UNARY.items():
        methods[f"__{name}__"] = unary(gate)
    for name in AS_FUNCTION:
        methods[name] = _function(name)
    for name in PLAIN:
        methods[name] = property(_plainly(name))
    for name in ("strides", "flags", "base"):
        methods[name] = property(_layout(name))
    methods["shape"] = property(lambda self: self.value.shape, _set_shape)
    methods.update(
        __divmod__=_divmod,
        __getattr__=_no_such,
        __float__=_float,
        __complex__=lambda self: complex(_float(self)),
        __bool__=_bool,
        __int__=_int,
        __index__=_index,
        __len__=_len,
        __iter__=_iter,
        __contains__=_contains,
        __hash__=_hash,
        __repr__=lambda self: repr(_shown(self)),
        __str__=lambda self: str(_shown(self)),
        __format__=_format,
        __copy__=_copy,
        __deepcopy__=_deepcopy,
        __reduce_ex__=_refused("__reduce__", _BYTES),
        __round__=lambda self, digits=0: function_for(np.round)(self, digits),
        __getitem__=indexing.read,
        __setitem__=indexing.assign,
        item=_item,
        tolist=_tolist,
        astype=_astype,
        copy=_copy,
        reshape=_reshape,
        transpose=_transpose,
        ravel=_ravel,
        flatten=_flatten,
        fill=indexing.fill,
        view=_view,
        compress=_compress,
        sort=ordering.sort_in_place,
        T=property(shapes.transpose),
        mT=property(lambda self: shapes.swapaxes(self, -1, -2)),
        real=property(lambda self: self),
        imag=property(lambda self: np.zeros_like(current(self).value)),
        flat=property(_Flat, _set_flat),
        is_integer=lambda self: bool(guard(self, float(held(self)).is_integer())),
    )
    for name in ("tobytes", "tofile", "dump", "dumps", "getfield", "ctypes", "data", "__dlpack__"):
        refused = _refused(name, _BYTES)
        methods[name] = property(refused) if name in ("ctypes", "data") else refused
    for name in ("resize", "byteswap", "setfield", "partition", "setflags"):
        methods[name] = _refused(name, _SAME)
    for name, method in methods.items():
        setattr(TracedArray, name, method)


_install()
