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
#: Methods that go forward and back, in the programs that people wrote.
AHEAD = ("forward", "adelante", "frente", "run", "fwd", "__call__")
BACK = ("backward", "atras", "tras", "back", "bwd", "grad", "pull", "rueckwaerts")


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
            return (result[0], result[1:]) if isinstance(result, tuple) else (result, None)
        if isinstance(result, tuple) and self.form == "pair":
            return result[0], result[1] if len(result) == 2 else result[1:]
        return result, None

    def backward(self, args: list[Any], dout: Array, value: Any, state: Any) -> dict[str, Array]:
        """The claimed gradients, by the names of the inputs."""
        if state is None and self.form == "method":  # the object keeps them
            if self.back is not None:
                self.back(args[0])
            return self._copied(dict(self._stored(args[0])))
        if self.form in ("loss", "method"):
            return self._copied(self._named(args, state[0] if len(state) == 1 else state, self.returned[1:]))
        assert self.back is not None
        if self.form == "pair" and len(inspect.signature(self.back).parameters) == 1 and state is not None:  # of one number: no dout
            return self._copied(self._named(args, self.back(state), ()))
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
            for prefix, held in _objects(args[0]):
                for name, value in held.items():
                    if is_float(value):
                        yield prefix + name, (held, name)
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
        dicts = [one for one in gradients if isinstance(one, dict)]
        if dicts:
            others = [one for one in gradients if not isinstance(one, dict)]
            rest = [name for name in self.parameters if name in known and name not in dicts[0]]
            return {**dicts[0], **dict(zip(rest, others, strict=False))}
        if len(names) == len(gradients) and all(bare(name) in known for name in names):
            return dict(zip(map(bare, names), gradients, strict=True))
        positional = list(self.parameters[: len(args) - self.owner])
        arrays = [name for name in positional if is_float(known.get(name)) and isinstance(known[name], np.ndarray)]
        for choice in (positional, [name for name in positional if is_float(known.get(name))], arrays, list(known)):
            if len(choice) == len(gradients):
                return dict(zip(choice, gradients, strict=True))
        return dict(zip(arrays or positional, gradients, strict=False))

    def _stored(self, instance: Any) -> Iterator[tuple[str, Any]]:
        """The gradients of the parameters that a layer, or one in it, keeps in itself."""
        inside = dict(_objects(instance))
        for prefix, held in inside.items():
            owner = inside.get(prefix.removesuffix("params.").removesuffix("p."), held)
            grads = next((owner[name] for name in ("grads", "g") if isinstance(owner.get(name), dict)), None)
            for name in held:
                if isinstance(grads, dict) and (name in grads or f"d{name}" in grads):
                    yield prefix + name, grads.get(name, grads.get(f"d{name}"))
                for key in (f"d{name}", f"d_{name}", f"grad_{name}", f"{name}_grad", f"g{name}"):
                    if key in owner and is_float(held.get(name, 0.0)):
                        yield prefix + name, owner[key]


def _objects(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """An object's attributes, those of its dict of parameters, and those of the objects in it; each with the way to it."""
    held = vars(value)
    yield prefix, held
    for name in ("params", "p"):
        if isinstance(held.get(name), dict):
            yield f"{prefix}{name}.", held[name]
    for name, part in held.items():
        for number, one in enumerate(part if isinstance(part, list | tuple) else ()):
            if hasattr(one, "__dict__") and not isinstance(one, type):
                yield from _objects(one, f"{prefix}{name}[{number}].")


def _parameters(function: Callable[..., Any], skip: int) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)[skip:]


def _each(given: Any) -> list[Any]:
    """The arguments of several cases, or of one."""
    return given if isinstance(given, list) and given and all(isinstance(one, tuple) for one in given) else [given]


def _method(kind: type, names: tuple[str, ...]) -> Any:
    return next((getattr(kind, name) for name in names if hasattr(kind, name)), None)


def _next_of(namespace: dict[str, Any], text: str, name: str) -> Any:
    """The function that stands after another, if its name begins with that of the other: its way back."""
    order = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    after = order[order.index(name) + 1 :][:1] if name in order else []
    stem = name.removesuffix("_fwd").removesuffix("_forward")
    return namespace[after[0]] if after and after[0].startswith(stem) and after[0] != name else None


def subjects(namespace: dict[str, Any]) -> list[Subject]:
    """What the program's `cases()` names."""
    found = []
    text = namespace["__text__"]
    cases = [(key, one) for key, given in namespace["cases"]().items() for one in _each(given)]
    for key, given in cases:
        args = list(given) if isinstance(given, tuple | list) else [given]
        if f"{key}_forward" in namespace:
            forward, back = namespace[f"{key}_forward"], namespace[f"{key}_backward"]
            found.append(Subject(key, "pair", args, forward, back, _parameters(forward, 0), ()))
        elif "." in key:
            method, back = getattr(type(args[0]), key.split(".")[1]), _method(type(args[0]), BACK)
            found.append(Subject(key, "method", args, method, back, _parameters(method, 1), returned(text, key)))
        elif isinstance(namespace[key], type):
            ahead, back = _method(namespace[key], AHEAD), _method(namespace[key], BACK)
            found.append(Subject(key, "layer", args, ahead, back, _parameters(ahead, 1), ()))
        elif (back := _next_of(namespace, text, key)) is not None:
            found.append(Subject(key, "pair", args, namespace[key], back, _parameters(namespace[key], 0), ()))
        else:
            found.append(Subject(key, "loss", args, namespace[key], None, _parameters(namespace[key], 0), returned(text, key)))
    return found
