"""The arguments of a compiled function: how they are taken apart, and what they have to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import optree

from whygrad.executing.statements import literal
from whygrad.tracing.function import Recording, leaves_of
from whygrad.tracing.naming import Names, path_as_name

Bind = Callable[[str, Any], str]


class Arguments:
    """The leaves of all arguments: which node each is, and what it is called."""

    def __init__(
        self,
        recording: Recording,
        args: tuple[Any, ...],
        floats: tuple[int, ...],
        parameters: list[str],
        names: Names,
        namespace: dict[str, Any],
        is_shared: Callable[[Any], bool],
    ) -> None:
        self.parameters = parameters
        self.names = names
        self.namespace = namespace
        self.nodes: dict[int, str] = {}  # by node, what it is called
        self.leaves: list[list[Any]] = []
        self.trees: list[Any] = []
        self.by_argument: dict[int, list[int | None]] = {}  # the nodes of the leaves that are differentiated
        self._names: list[list[str]] = []
        self._kinds: list[str] = []  # lines that refuse another kind of a whole argument
        self._lines: list[str] = []
        nodes = iter(recording.inputs)
        met = recording.graph.trace.met
        for k, argument in enumerate(args):
            leaves, tree = leaves_of(argument)
            self.leaves.append(leaves)
            self.trees.append(tree)
            self._names.append(self._named(k, argument, tree))
            found = [next(nodes) if k in floats else None for _ in leaves]
            self.by_argument[k] = found
            for leaf, node, name in zip(leaves, found, self._names[k], strict=True):
                if node is not None:
                    self.nodes[node] = name
                elif isinstance(leaf, np.ndarray):
                    self._constant(leaf, met(leaf), name, is_shared=is_shared(leaf))

    def _constant(self, leaf: Any, node: int | None, name: str, *, is_shared: bool) -> None:
        """An array that isn't differentiated. One that is met in two places is one to the trace: so it has to be again."""
        if node is None:
            return
        if is_shared:
            self._lines.append(f"if {name} is not {self._bind('argument', leaf)}: return {{otherwise}}")
        if node in self.nodes:
            self._lines.append(f"if {name} is not {self.nodes[node]}: return {{otherwise}}")
        else:
            self.nodes[node] = name

    def _named(self, k: int, argument: Any, tree: Any) -> list[str]:
        parameter = self.parameters[k]
        if tree.is_leaf():
            return [parameter]
        kind = type(argument)
        is_flat = kind in (list, tuple) and 0 < tree.num_leaves == tree.num_children == len(argument)
        if is_flat:
            stem = path_as_name(parameter)
            names = [self.names.fresh(f"{stem}_{k}") for k in range(len(argument))]
            self._kinds.append(f"if type({parameter}) is not {kind.__name__}: return {{otherwise}}")
            self._lines.append(f"{', '.join(names)}{',' if len(names) == 1 else ''} = {parameter}")
            return names
        paths = [one.codify(parameter) for one in tree.accessors()]
        names = [self.names.fresh(path_as_name(path)) for path in paths]
        self.namespace.setdefault("structure", _structure)
        shape = self._bind("nested", tree)
        self._kinds.append(f"if structure({parameter}) != {shape}: return {{otherwise}}")
        order = _order(argument)
        if order:  # a structure doesn't tell in which order the keys of a dict stand
            self.namespace.setdefault("order", _order)
            self._kinds.append(f"if order({parameter}) != {self._bind('keys', order)}: return {{otherwise}}")
        self._lines += [f"{name} = {path}" for name, path in zip(names, paths, strict=True)]
        return names

    def _bind(self, wanted: str, value: Any) -> str:
        name = self.names.fresh(wanted)
        self.namespace[name] = value
        return name

    def head(self) -> list[str]:
        """The lines that take the arguments apart, and those that refuse others."""
        conditions = [
            text
            for leaves, names, nodes in zip(self.leaves, self._names, self.by_argument.values(), strict=True)
            for leaf, name, node in zip(leaves, names, nodes, strict=True)
            if (text := self._condition(leaf, name, is_input=node is not None))
        ]
        return [*self._kinds, *self._lines, *[f"if not ({text}): return {{otherwise}}" for text in conditions]]

    def arrays(self) -> list[tuple[str, Any]]:
        """The arrays among the leaves, and what they are called."""
        pairs = [pair for names, leaves in zip(self._names, self.leaves, strict=True) for pair in zip(names, leaves, strict=True)]
        return [(name, leaf) for name, leaf in pairs if isinstance(leaf, np.ndarray)]

    def refusing(self, name: str, array: Any) -> str:
        """The line that refuses an array of another kind than this one."""
        return f"if not ({self._condition(array, name, is_input=True)}): return {{otherwise}}"

    def _condition(self, leaf: Any, name: str, *, is_input: bool) -> str | None:
        """What a leaf has to be; floats of Python's are looked at later, several at once."""
        kind = type(leaf)
        if isinstance(leaf, np.ndarray):
            if leaf.dtype.kind not in "fiub" or kind is not np.ndarray:
                return f"{name} is {self._bind('argument', leaf)}"
            dtype = self._dtype(leaf.dtype)
            of_dtype = f"{name}.dtype {'is' if leaf.dtype.isnative else '=='} {dtype}"
            laid_out = f" and {name}.strides == {leaf.strides}" if leaf.ndim else ""  # a function may go by it
            return f"type({name}) is np.ndarray and {name}.shape == {leaf.shape} and {of_dtype}{laid_out}"
        if is_input:
            return None if kind is float else f"type({name}) is {self._bind(kind.__name__, kind)}"
        if leaf is None:
            return f"{name} is None"
        if kind in (int, float, bool, str):
            return f"type({name}) is {kind.__name__} and {name} == {literal(leaf, self._bind)}"
        if isinstance(leaf, np.generic):
            return f"type({name}) is {self._bind(kind.__name__, kind)} and {name} == {self._bind('number', leaf)}"
        return f"{name} is {self._bind('argument', leaf)}"

    def _dtype(self, dtype: Any) -> str:
        wanted = dtype.name if dtype.name not in ("float", "int", "bool") else f"{dtype.name}_"
        for name, value in self.namespace.items():
            if value is dtype:
                return name
        return self._bind(wanted, dtype)


def _structure(value: Any) -> Any:
    return optree.tree_structure(value, none_is_leaf=True)


def _order(value: Any) -> list[Any]:
    """The keys of the dicts in nested lists, tuples and dicts, as they stand."""
    if isinstance(value, dict):
        return [list(value), *(keys for item in value.values() for keys in _order(item))]
    return [keys for item in value for keys in _order(item)] if isinstance(value, list | tuple) else []


def nested(tree: Any, texts: list[str], bind: Bind) -> str:
    """Nested lists, tuples and dicts of written leaves."""
    kind = tree.type
    if kind is None and texts:
        return texts[0]
    if kind in (list, tuple) and tree.num_nodes == len(texts) + 1 and len(texts) > 1:  # a flat one
        return f"[{', '.join(texts)}]" if kind is list else f"({', '.join(texts)})"
    made = optree.tree_unflatten(tree, [_Text(text) for text in texts])
    written = _nested(made)
    if written is not None:
        return written
    return f"{bind('arranged', lambda leaves: optree.tree_unflatten(tree, leaves))}([{', '.join(texts)}])"


class _Text(str):
    """Text that stands as it is."""

    __slots__ = ()


def _nested(value: Any) -> str | None:
    """None for what can't be written: a tuple with names, a key that isn't text or a number."""
    if type(value) is _Text:
        return str(value)
    if type(value) is dict:
        if not all(type(key) in (str, int) for key in value):
            return None
        items = {repr(key): _nested(item) for key, item in value.items()}
        return None if None in items.values() else "{" + ", ".join(f"{key}: {item}" for key, item in items.items()) + "}"
    if type(value) in (list, tuple):
        inside = [_nested(item) for item in value]
        if any(item is None for item in inside):
            return None
        text = ", ".join(inside)  # type: ignore[arg-type]
        return f"[{text}]" if type(value) is list else f"({text}{',' if len(inside) == 1 else ''})"
    return None
