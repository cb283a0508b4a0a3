"""What of earlier cells may be run again: statements that compute, and do nothing else."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import CodeType, ModuleType
from typing import Any

from whygrad.notebook.names import bound
from whygrad.notebook.values import attribute as attribute_of

#: Modules whose functions compute; what of them reads, writes or draws at random is left out.
MODULES = frozenset({"math", "cmath", "numpy", "scipy", "statistics", "functools", "itertools", "operator"})
OTHERWISE = ("random", "save", "load", "memmap", "file", "open", "err", "dump")
BUILTINS = frozenset(
    "abs bool complex dict divmod enumerate float int len list max min pow range reversed round set sorted str sum tuple zip".split()
)
#: Whose methods compute.
DATA = ("builtins", "numpy")


@dataclass
class Computing:
    """What names stand for in the notebook, and its own functions as they are written."""

    space: Mapping[str, Any]
    functions: Mapping[str, ast.FunctionDef] = field(default_factory=dict)

    def is_all(self, statement: ast.stmt) -> bool:
        """Is this an assignment that only computes?

        >>> computing = Computing({"x": 2.0})
        >>> [computing.is_all(ast.parse(text).body[0]) for text in ("y = abs(x) ** 2", "y = open(x)")]
        [True, False]
        """
        return isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and self._walks(statement, frozenset(), ())

    def _walks(self, node: ast.AST, local: frozenset[str], within: tuple[str, ...]) -> bool:
        for part in ast.walk(node):
            if isinstance(part, ast.Await | ast.Yield | ast.YieldFrom | ast.Global | ast.Import | ast.ImportFrom | ast.With | ast.While):
                return False
            if isinstance(part, ast.Call) and not self._computes(part.func, local, within):
                return False
        return True

    def _computes(self, function: ast.expr, local: frozenset[str], within: tuple[str, ...]) -> bool:
        if isinstance(function, ast.Attribute) and any(word in function.attr for word in OTHERWISE):
            return False
        path = _path(function)
        name = path[0] if path else ""
        if not name or (name in local and len(path) > 1):
            return len(path) != 1  # a method of what was computed
        if name in local:
            return False
        if len(path) > 1:
            return self._is_of_data(self.space.get(name), path[1:])
        if name in self.functions and name not in within:
            body = self.functions[name]
            own = frozenset().union(*(bound(one) for one in body.body), (one.arg for one in ast.walk(body) if isinstance(one, ast.arg)))
            return all(self._walks(one, own, (*within, name)) for one in body.body)
        if name not in self.space:
            return name in BUILTINS
        module = str(attribute_of(self.space[name], "__module__"))
        return module.split(".")[0] in MODULES and not any(word in f"{module}.{name}" for word in OTHERWISE)

    def _is_of_data(self, value: Any, attributes: list[str]) -> bool:
        for attribute in attributes[:-1]:
            value = attribute_of(value, attribute)
        if isinstance(value, ModuleType):
            return value.__name__.split(".")[0] in MODULES and not any(word in value.__name__ for word in OTHERWISE)
        return type(value).__module__.split(".")[0] in DATA and value is not None


def _path(node: ast.expr) -> list[str]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.insert(0, node.attr)
        node = node.value
    return [node.id, *names] if isinstance(node, ast.Name) else []


def is_made_by(function: Any, text: str) -> bool:
    """Is a function what this text makes, and nothing that was bound to its name since?

    >>> is_made_by(lambda: 0, "def f():\\n    return 1\\n")
    False
    """
    code = attribute_of(function, "__code__")
    if not isinstance(code, CodeType) or function.__closure__:
        return False
    made = [one for one in compile(text, "<cell>", "exec", dont_inherit=True).co_consts if isinstance(one, CodeType)]
    return any((one.co_name, one.co_code, one.co_names) == (code.co_name, code.co_code, code.co_names) for one in made)
