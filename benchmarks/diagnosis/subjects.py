"""What `cases()` of a program names, in each of its forms: how to run it, and which input each claimed gradient belongs to."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Form = Literal["pair", "loss", "layer", "method"]


def is_float(value: object) -> bool:
    """A number or an array that has a gradient."""
    return isinstance(value, float) or (isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f")


def bare(name: str) -> str:
    """The input's name in the name of its gradient."""
    for prefix in ("grad_", "d_", "g_", "d"):
        if name.startswith(prefix) and len(name) > len(prefix):
            return name[len(prefix) :]
    return name.removesuffix("_grad")


@lru_cache(maxsize=256)
def returned(text: str, qualified: str) -> tuple[str, ...]:
    """The names in the last tuple that a function returns; "" for what isn't a name."""
    body: list[ast.stmt] = ast.parse(text).body
    for part in qualified.split("."):
        found = [node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name == part]
        if not found:
            return ()
        body = found[-1].body
    tuples = [node.value for one in body for node in ast.walk(one) if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple)]
    return tuple(one.id if isinstance(one, ast.Name) else "" for one in tuples[-1].elts) if tuples else ()


@dataclass
class Subject:
    """Something that is checked: a forward with its backward, or a loss with its gradients."""

    name: str
    form: Form
    args: list[Any]  # the instance first, where there is one
    call: Callable[..., Any]
    back: Callable[..., Any] | None
    parameters: tuple[str, ...]  # of the forward, without self
    returned: tuple[str, ...]

    @property
    def weighted(self) -> bool:
        """Whether the objective is sum(out * dout), and not a loss."""
        return self.form in ("pair", "layer")

    @property
    def owner(self) -> bool:
        return self.form in ("layer", "method")

    def inputs(self, args: list[Any]) -> list[Any]:
        """Everything that was given, and should stay as it is: of an instance, its parameters."""
        if not self.owner:
            return list(args)
        return [*args[1:], {name: value for name, value in self.leaves(args).items() if name not in self.parameters}]

    def forward(self, args: list[Any]) -> tuple[Any, Any]:
        """The value, and whatever the backward pass needs beside it."""
        result = self.call(*args)
        if self.form in ("loss", "method"):
            return result[0], result[1:]
        if isinstance(result, tuple) and self.form == "pair":
            return result[0], result[1] if len(result) == 2 else result[1:]
        return result, None

    def backward(self, args: list[Any], dout: Array, value: Any, state: Any) -> dict[str, Array]:
        """The claimed gradients, by the names of the inputs."""
        if self.form in ("loss", "method"):
            return self._copied(self._named(args, state[0] if len(state) == 1 else state, self.returned[1:]))
        assert self.back is not None
        if self.form == "layer":
            result = self.back(args[0], dout)
            own = self._named(args, result, ()) if result is not None else {}
            return self._copied({**own, **dict(self._stored(args[0]))})
        return self._copied(self._named(args, self.back(dout, *self._rest(args, value, state)), ()))

    def _rest(self, args: list[Any], value: Any, state: Any) -> list[Any]:
        """The arguments of a backward function behind dout: a cache, or inputs and outputs by their names."""
        assert self.back is not None
        names = list(inspect.signature(self.back).parameters)[1:]
        if state is not None:
            return [state] if len(names) == 1 or not isinstance(state, tuple) else list(state)
        known = dict(zip(self.parameters, args, strict=False))
        if len(names) == 1 and names[0] not in known:
            return [value if names[0] in ("out", "y", "a") else tuple(args) if len(args) > 1 else args[0]]
        return [known.get(name, value) for name in names]

    @staticmethod
    def _copied(claimed: dict[str, Any]) -> dict[str, Array]:
        return {name: np.array(value, dtype=float) for name, value in claimed.items() if value is not None}

    def leaves(self, args: list[Any]) -> dict[str, Any]:
        return {name: container[key] for name, (container, key) in self._places(args)}

    def _places(self, args: list[Any]) -> Iterator[tuple[str, tuple[Any, Any]]]:
        """Every input by its name: where it lies, and under which key."""
        if self.owner:
            for name, value in vars(args[0]).items():
                if is_float(value):
                    yield name, (vars(args[0]), name)
            for name, value in getattr(args[0], "params", {}).items():
                if is_float(value):
                    yield name, (args[0].params, name)
        for number, name in enumerate(self.parameters[: len(args) - self.owner], start=int(self.owner)):
            if isinstance(args[number], dict):
                for key, value in args[number].items():
                    if is_float(value) and isinstance(value, np.ndarray):
                        yield key, (args[number], key)
            else:
                yield name, (args, number)

    def leaf(self, args: list[Any], name: str) -> tuple[Any, Any]:
        """Where an input lies, and under which key."""
        return dict(self._places(args))[name]

    def _named(self, args: list[Any], gradients: Any, names: tuple[str, ...]) -> dict[str, Any]:
        known = self.leaves(args)
        if isinstance(gradients, dict):
            return {str(name if name in known else bare(str(name))): value for name, value in gradients.items()}
        if not isinstance(gradients, tuple | list):
            gradients = (gradients,)
        if len(names) == len(gradients) and all(bare(name) in known for name in names):
            return dict(zip(map(bare, names), gradients, strict=True))
        positional = list(self.parameters[: len(args) - self.owner])
        arrays = [name for name in positional if is_float(known.get(name)) and isinstance(known[name], np.ndarray)]
        for choice in (positional, [name for name in positional if is_float(known.get(name))], arrays, list(known)):
            if len(choice) == len(gradients):
                return dict(zip(choice, gradients, strict=True))
        return dict(zip(arrays or positional, gradients, strict=False))

    def _stored(self, instance: Any) -> Iterator[tuple[str, Any]]:
        """The gradients of the parameters that a layer keeps in itself."""
        held, grads = vars(instance), getattr(instance, "grads", None)
        owned = [*held, *getattr(instance, "params", {})]
        for name in owned:
            if isinstance(grads, dict) and (name in grads or f"d{name}" in grads):
                yield name, grads.get(name, grads.get(f"d{name}"))
            for key in (f"d{name}", f"d_{name}", f"grad_{name}", f"{name}_grad"):
                if key in held and is_float(held.get(name, 0.0)):
                    yield name, held[key]


def _parameters(function: Callable[..., Any], skip: int) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)[skip:]


def subjects(namespace: dict[str, Any]) -> list[Subject]:
    """What the program's `cases()` names."""
    found = []
    text = namespace["__text__"]
    for key, given in namespace["cases"]().items():
        args = list(given) if isinstance(given, tuple | list) else [given]
        if f"{key}_forward" in namespace:
            forward, back = namespace[f"{key}_forward"], namespace[f"{key}_backward"]
            found.append(Subject(key, "pair", args, forward, back, _parameters(forward, 0), ()))
        elif "." in key:
            method = getattr(type(args[0]), key.split(".")[1])
            found.append(Subject(key, "method", args, method, None, _parameters(method, 1), returned(text, key)))
        elif isinstance(namespace[key], type):
            cls = namespace[key]
            found.append(Subject(key, "layer", args, cls.forward, cls.backward, _parameters(cls.forward, 1), ()))
        else:
            found.append(Subject(key, "loss", args, namespace[key], None, _parameters(namespace[key], 0), returned(text, key)))
    return found
