"""Functions compiled: recorded once, differentiated, and written as straight-line code for the next calls.

A compiled function holds for arguments of the kind that it was recorded with, for the way that the program went then, and
for what it found around it. The code looks at all of that at every call; where it is another case, the function is
recorded anew, and both versions are kept.
"""

from __future__ import annotations

import functools
import html
import importlib.util
import inspect
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, Literal

import numpy as np
import optree

from whygrad.autodiff import transforms
from whygrad.autodiff.functions import ArgNums, checked_argnums, name_of
from whygrad.autodiff.refusing import NotCompilable
from whygrad.autodiff.routines import Engine, Kind, Version, make_version
from whygrad.autodiff.transforms import shaped
from whygrad.executing.lowering import NotLowered
from whygrad.text import Text, _
from whygrad.tracing.active import running
from whygrad.tracing.errors import ShapeError, TraceError
from whygrad.tracing.function import is_float, leaves_of, own_copy
from whygrad.tracing.parameters import first_parameters, is_simple

Backend = Literal["trace", "compiled", "jax", "auto"]
#: So many ways through a function are kept for arguments of one kind; what goes yet another way runs as it is written.
MOST = 16
#: What XLA is for, by the measurements in docs/benchmarks.md: runs that compute many numbers in few operations, time and again.
LARGE_RUN, FEW_STEPS, PAYS = 1 << 18, 500, 1 << 30


class _AnotherCase(BaseException):
    """A version doesn't hold for these arguments. (No Exception, which the code of a version would catch.)"""


class Entry:
    """One of the things that can be asked of a function, and its versions; `latest` is the code that was right last."""

    def __init__(
        self,
        f: Callable[..., Any],
        kind: Kind,
        argnums: ArgNums,
        plain: Callable[..., Any],
        *,
        has_aux: bool = False,
        backend: Engine = "compiled",
        say: Any = str,
    ) -> None:
        self.f = f
        self.backend = backend
        self.say = say
        self.kind = kind
        self.argnums = argnums
        self.has_aux = has_aux
        self.plain = plain  # the same, without compiling
        self.versions: list[Version] = []
        self.latest: Callable[..., Any] = self.elsewhere
        self.count = -1  # how many arguments that takes
        self.settled: Callable[[Callable[..., Any]], None] | None = None  # is told which code was right last
        self._probing = threading.local()
        self._lock = threading.RLock()

    def __call__(self, *args: Any) -> Any:
        """The result."""
        return self.latest(*args) if len(args) == self.count else self.elsewhere(*args)

    def elsewhere(self, *args: Any) -> Any:
        """The result by a version that holds here: an older one, or a new one."""
        if getattr(self._probing, "on", False):
            raise _AnotherCase
        if running() is not None:  # part of another trace
            return self.plain(*args)
        for version in reversed(self.versions):
            found = self._tried(version, args) if version.count == len(args) else None
            if found is not None:
                return found[0]
        with self._lock:
            if len(self.versions) >= MOST:
                return self.plain(*args)
            try:
                options: dict[str, Any] = {"has_aux": self.has_aux, "backend": self.backend}
                version = make_version(self.f, args, self.kind, self.argnums, self.elsewhere, self.careful, **options)
            except TraceError as error:
                error.put_into_words(self.say)
                raise
            self.versions.append(version)
        found = self._tried(version, args)
        return self.plain(*args) if found is None else found[0]

    def careful(self, *args: Any) -> Any:
        """The result where a number on the way is not finite."""
        if getattr(self._probing, "on", False):
            return _NOT_FINITE
        return self.plain(*args)

    def _tried(self, version: Version, args: tuple[Any, ...]) -> tuple[Any] | None:
        """What a version gives, None where it doesn't hold."""
        self._probing.on = True
        try:
            found = version.function(*args)
        except _AnotherCase:
            return None
        finally:
            self._probing.on = False
        self.latest, self.count = version.function, version.count
        if self.settled is not None:
            self.settled(version.function)
        return (self.plain(*args) if found is _NOT_FINITE else found,)


_NOT_FINITE = object()


class Compiled:
    """A function, compiled: call it, or ask for its gradient; see `whygrad.compile`.

    A copy of it, one that was pickled too, begins without any code, and compiles at its first call.
    """

    def __init__(
        self, f: Callable[..., Any], argnums: ArgNums = 0, *, has_aux: bool = False, backend: Engine = "compiled", say: Any = str
    ) -> None:
        functools.update_wrapper(self, f, updated=())
        self._f = f
        self._say = say
        self.__name__ = name_of(f)
        self._argnums = argnums = checked_argnums(f, argnums)
        self._of_objects: list[Compiled] = []
        plain = transforms.value_and_grad(f, argnums, has_aux=has_aux)
        self._gradient = Entry(f, "value_and_grad", argnums, plain, has_aux=has_aux, backend=backend, say=say)
        if _takes_one_way(f):  # then nothing has to be looked at before the code itself looks
            self._gradient.settled = self._settled

    @functools.cached_property
    def _value(self) -> Entry:
        return Entry(self._f, "value", (), self._f, backend=self._gradient.backend, say=self._say)

    @functools.cached_property
    def _pullback(self) -> Entry:
        def plain(*args: Any) -> Any:
            return transforms.vjp(self._f, *args[:-1])[1](args[-1])

        return Entry(self._f, "vjp", (), plain, backend=self._gradient.backend, say=self._say)

    def _settled(self, code: Callable[..., Any]) -> None:
        """Value and gradient are the code itself from now on, if its arguments have the names that the function's have."""
        named = code.__code__.co_varnames[: code.__code__.co_argcount]
        if named == tuple(first_parameters(self._f, len(named))):
            self.value_and_grad = code  # type: ignore[method-assign]
        else:
            vars(self).pop("value_and_grad", None)

    def _arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, ...]:
        """The arguments by position."""
        if not kwargs:
            return args
        try:
            bound = inspect.signature(self._f).bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self.__name__}() {error}") from None
        if bound.kwargs:  # there is a gap
            bound.apply_defaults()
        if bound.kwargs:
            raise NotCompilable(
                Text(_("`{f}` has arguments that are given by name alone, which a compiled function can't take."), {"f": self.__name__}),
                [Text(_("Give them values first: `functools.partial({f}, name=value)`."), {"f": self.__name__})],
            )
        return bound.args

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value."""
        return self._value(*self._arguments(args, kwargs))

    def value_and_grad(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """The value and the gradient."""
        return self._gradient(*self._arguments(args, kwargs))  # type: ignore[no-any-return]

    def grad(self, *args: Any, **kwargs: Any) -> Any:
        """The gradient; with `has_aux`, and what is returned beside the loss."""
        return self.gradient_of(self.value_and_grad(*args, **kwargs))

    def gradient_of(self, found: tuple[Any, Any]) -> Any:
        """Of value and gradient, what `grad` returns."""
        value, gradient = found
        return (gradient, value[1]) if self._gradient.has_aux else gradient

    def vjp(self, *args: Any, **kwargs: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        """The output, and its pullback, which computes the forward pass again."""
        given = self._arguments(args, kwargs)
        out = self(*given)
        own = [
            optree.tree_map(lambda leaf: own_copy(leaf) if isinstance(leaf, np.ndarray) else leaf, arg, none_is_leaf=True) for arg in given
        ]
        leaves, _tree = leaves_of(out)

        def pullback(cotangent: Any) -> tuple[Any, ...]:
            seeds, tree = leaves_of(cotangent)
            if len(seeds) != len(leaves):
                raise ShapeError(
                    Text(_("The cotangent has {n} parts where the function returns {m}."), {"n": str(len(seeds)), "m": str(len(leaves))}),
                    [Text(_("Give it the structure of what the function returns: a tuple for a tuple, a dict for a dict."))],
                )
            fitting = [shaped(seed, leaf) if is_float(leaf) else seed for seed, leaf in zip(seeds, leaves, strict=True)]
            return self._pullback(*own, optree.tree_unflatten(tree, fitting))  # type: ignore[no-any-return]

        return out, pullback

    @property
    def source(self) -> str:
        """The code that computed value and gradient last; the value alone, if no gradient has been asked for."""
        for entry in (self._gradient, self._value, self._pullback):
            for version in reversed(entry.versions):
                if version.function is entry.latest or version is entry.versions[-1]:
                    return version.source
        raise ValueError(self._say(_("Nothing is compiled before the first call.")))

    def on(self, backend: Engine) -> Compiled:
        """The same function, compiled for another backend."""
        return Compiled(self._f, self._argnums, has_aux=self._gradient.has_aux, backend=backend, say=self._say)

    @property
    def work_for_xla(self) -> int:
        """How many numbers the code that was right last computes, if it is a case for XLA; else 0."""
        entry = self._gradient
        version = next((version for version in entry.versions if version.function is entry.latest), None)
        return version.work if version is not None and version.work >= LARGE_RUN and version.steps <= FEW_STEPS else 0

    def prepare(self, args: Sequence[Any]) -> None:
        """Compile value and gradient for arguments like these."""
        self._gradient.elsewhere(*self._arguments(tuple(args), {}))

    def __get__(self, instance: Any, owner: type | None = None) -> Compiled | CompiledMethod:
        """In a class, the method of an object."""
        if instance is None:
            return self
        if not self._of_objects:  # the same with one argument more, the object, by which nothing is differentiated
            own = self._argnums
            shifted = [k if k < 0 else k + 1 for k in ((own,) if isinstance(own, int) else own)]
            argnums = shifted[0] if isinstance(own, int) else shifted
            options: dict[str, Any] = {"has_aux": self._gradient.has_aux, "backend": self._gradient.backend, "say": self._say}
            self._of_objects.append(Compiled(self._f, argnums, **options))
        return CompiledMethod(self._of_objects[0], instance)

    def __reduce__(self) -> str | tuple[Any, ...]:
        """A function that was compiled where it is defined is found by its name, as functions are; others are compiled anew."""
        path = str(getattr(self, "__qualname__", ""))
        found: Any = sys.modules.get(self.__module__)
        for name in path.split("."):
            found = getattr(found, name, None)
        if found is self:
            return path
        options: dict[str, Any] = {"has_aux": self._gradient.has_aux, "backend": self._gradient.backend, "say": self._say}
        return functools.partial(Compiled, **options), (self._f, self._argnums)

    def __repr__(self) -> str:
        return f"<whygrad.Compiled {self.__name__}>"

    def _repr_html_(self) -> str | None:
        """What a notebook shows: the code that computed last, once there is any."""
        try:
            return f"<pre>{html.escape(self.source)}</pre>"
        except ValueError:
            return None


class CompiledMethod:
    """A compiled method of an object: what `Compiled` offers, the object given."""

    def __init__(self, function: Compiled, instance: Any) -> None:
        self.__self__ = instance
        self.__func__ = function
        self.__name__ = function.__name__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """The value."""
        return self.__func__(self.__self__, *args, **kwargs)

    def value_and_grad(self, *args: Any, **kwargs: Any) -> tuple[Any, Any]:
        """The value and the gradient."""
        return self.__func__.value_and_grad(self.__self__, *args, **kwargs)

    def grad(self, *args: Any, **kwargs: Any) -> Any:
        """The gradient; with `has_aux`, and what is returned beside the loss."""
        return self.__func__.grad(self.__self__, *args, **kwargs)

    def vjp(self, *args: Any, **kwargs: Any) -> tuple[Any, Callable[[Any], tuple[Any, ...]]]:
        """The output, and its pullback, to cotangents of the arguments without the object."""
        out, pullback = self.__func__.vjp(self.__self__, *args, **kwargs)
        return out, lambda cotangent: pullback(cotangent)[1:]

    @property
    def source(self) -> str:
        """The code that computed value and gradient last."""
        return self.__func__.source

    def __reduce__(self) -> tuple[Any, ...]:
        """Its object, and what is found there by its name."""
        return getattr, (self.__self__, self.__name__)

    def __repr__(self) -> str:
        return f"<whygrad.Compiled {self.__name__} of {self.__self__!r}>"


def on_backend(made: Compiled, traced: Callable[..., Any], backend: Backend, *, value: bool) -> Callable[..., Any]:
    """Value and gradient, or the gradient, of a compiled function; for "auto", by what suits it."""
    if backend != "auto":
        return made.value_and_grad if value else made.grad
    suited = _Suited(made, traced, value=value)

    @functools.wraps(traced)
    def function(*args: Any, **kwargs: Any) -> Any:
        return suited(args, kwargs)

    return function


class _Suited:
    """Value and gradient, or the gradient: compiled; traced, if it can't be compiled; by XLA, once it has computed so much that it pays."""

    def __init__(self, made: Compiled, traced: Callable[..., Any], *, value: bool) -> None:
        self._made = made
        self._traced = traced
        self._value = value
        self._compiled = self._chosen = made.value_and_grad if value else made.grad
        self._left = PAYS  # numbers to be computed until XLA pays

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if self._left > 0 and self._chosen is self._compiled:
            self._left -= self._made.work_for_xla
            if self._left <= 0 and importlib.util.find_spec("jax") is not None:
                other = self._made.on("jax")
                self._chosen = other.value_and_grad if self._value else other.grad
        try:
            return self._chosen(*args, **kwargs)
        except NotLowered:
            self._chosen = self._compiled
            return self._chosen(*args, **kwargs)
        except NotCompilable as refused:
            self._chosen = self._traced
            if refused.result is None:
                return self._traced(*args, **kwargs)
            return refused.result if self._value else self._made.gradient_of(refused.result)  # it has run, and does so but once


def _takes_one_way(f: Callable[..., Any]) -> bool:
    """Can a function be called with one number of arguments only?"""
    if is_simple(f):
        return not f.__defaults__
    try:
        ways = inspect.signature(f).parameters.values()
    except (TypeError, ValueError):
        return False
    plain = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    return all(way.kind in plain and way.default is inspect.Parameter.empty for way in ways)
