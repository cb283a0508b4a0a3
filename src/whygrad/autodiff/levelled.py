"""A version of a compiled function for large graphs of plain numbers: see `executing.levels`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.arguments import Arguments
from whygrad.executing.compiled import executed
from whygrad.executing.levels import LevelCode, Levels, NotLevelled
from whygrad.graph import CONSTANT
from whygrad.tracing.function import Recording, leaves_of

#: Fewer operations than this are faster one by one.
LARGE = 1000


def levelled(
    name: str,
    recording: Recording,
    arguments: Arguments,
    wanted: Sequence[int],
    guards: Sequence[tuple[int, Any]],
    calls: dict[str, str],
    namespace: dict[str, Any],
    head: Sequence[str],
    *,
    single: bool,
) -> tuple[Callable[..., Any], str]:
    """The code, and its source; raises NotLevelled for what can't be done in this way."""
    graph, output = recording.graph, recording.outputs[0]
    nodes = [node for found in arguments.by_argument.values() for node in found]
    if output is None or len(recording.outputs) != 1 or type(recording.leaves[0]) is not float or None in nodes:
        raise NotLevelled
    if not all(type(leaf) is float for leaves in arguments.leaves for leaf in leaves):
        raise NotLevelled
    inputs = [node for node in nodes if node is not None]
    wrt = [node for k in wanted for node in arguments.by_argument[k] if node is not None]
    levels = Levels(graph, inputs, [output], guards)
    code = LevelCode(levels, wrt)
    start = np.zeros(levels.size)
    for value, node in levels.constants.items():
        start[levels.position[node]] = value
    ends = np.cumsum([0, *[len(found) for found in arguments.by_argument.values()]]).tolist()
    namespace |= {"start": start, "flat": leaves_of, "unflatten": optree.tree_unflatten, "FLOATS": {float}, **code.names}
    namespace |= {f"tree_{k}": tree for k, tree in enumerate(arguments.trees)} | {"nested": leaves_of(tuple(_examples(arguments)))[1]}
    given = f"({', '.join(arguments.parameters)},)"
    gradients = [f"unflatten(tree_{k}, g[{ends[k]}:{ends[k + 1]}].tolist())" for k in wanted]
    at = levels.position[output]
    constant = graph.gates[output] is CONSTANT
    lines = [
        *head,
        f"leaves, tree = flat({given})",
        f"if tree != nested or set(map(type, leaves)) != FLOATS: return {calls['otherwise']}",
        "v = start.copy()",
        f"v[:{len(inputs)}] = leaves",
        "with np.errstate(all='ignore'):",
        *[f"    {line}" for line in code.forward],
        *[
            f"    if {'not ' if expected else ''}np.{'all' if expected else 'any'}({text}): return {calls['otherwise']}"
            for text, expected in code.checks()
        ],
        f"    g = np.zeros({levels.size})",
        *([] if constant else [f"    g[{at}] = 1.0"]),
        *[f"    {line}" for line in code.backward],
        f"    total = v.sum() + g[:{len(inputs)}].sum()",
        f"if total - total: return {calls['careful']}",
        f"return float(v[{at}]), {gradients[0] if single else '(' + ', '.join(gradients) + ',)'}",
    ]
    text = [f"def {name}({', '.join(arguments.parameters)}):", "    try:", *[f"        {line}" for line in lines]]
    text += ["    except Exception:", f"        return {calls['otherwise']}"]
    return executed(name, "\n".join(text) + "\n", namespace)


def _examples(arguments: Arguments) -> list[Any]:
    return [optree.tree_unflatten(tree, leaves) for tree, leaves in zip(arguments.trees, arguments.leaves, strict=True)]
