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
    on_jax: bool = False,
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
    code = LevelCode(levels, wrt, on_jax=on_jax)
    start = np.zeros(levels.size)
    for value, node in levels.constants.items():
        start[levels.position[node]] = value
    ends = np.cumsum([0, *[len(found) for found in arguments.by_argument.values()]]).tolist()
    namespace |= {"start": start, "flat": leaves_of, "unflatten": optree.tree_unflatten, "FLOATS": {float}, **code.names}
    namespace |= {f"tree_{k}": tree for k, tree in enumerate(arguments.trees)} | {"nested": leaves_of(tuple(_examples(arguments)))[1]}
    given = f"({', '.join(arguments.parameters)},)"
    gradients = [f"unflatten(tree_{k}, g[{ends[k]}:{ends[k + 1]}].tolist())" for k in wanted]
    at = levels.position[output]
    way_back = [f"g = np.zeros({levels.size})", *([] if graph.gates[output] is CONSTANT else [code.gain(str(at), "1.0")]), *code.backward]
    computed, total, result = (_on_jax if on_jax else _on_numpy)(code, way_back, len(inputs), at, calls, namespace)
    lines = [
        *head,
        f"leaves, tree = flat({given})",
        f"if tree != nested or set(map(type, leaves)) != FLOATS: return {calls['otherwise']}",
        "v = start.copy()",
        f"v[:{len(inputs)}] = leaves",
        *computed,
        f"total = {total}",
        f"if total - total: return {calls['careful']}",
        f"return float({result}), {gradients[0] if single else '(' + ', '.join(gradients) + ',)'}",
    ]
    text = [f"def {name}({', '.join(arguments.parameters)}):", "    try:", *[f"        {line}" for line in lines]]
    text += ["    except Exception:", f"        return {calls['otherwise']}"]
    return executed(name, "\n".join(text) + "\n", namespace)


def _on_numpy(
    code: LevelCode, way_back: list[str], inputs: int, at: int, calls: dict[str, str], _namespace: dict[str, Any]
) -> tuple[list[str], str, str]:
    """The lines that compute `v` and `g`, the sum that tells whether all is finite, and the value."""
    checks = [
        f"if {'not ' if expected else ''}np.{'all' if expected else 'any'}({text}): return {calls['otherwise']}"
        for text, expected in code.checks()
    ]
    lines = ["with np.errstate(all='ignore'):", *[f"    {line}" for line in [*code.forward, *checks, *way_back]]]
    return lines, f"v.sum() + g[:{inputs}].sum()", f"v[{at}]"


def _on_jax(
    code: LevelCode, way_back: list[str], inputs: int, at: int, calls: dict[str, str], namespace: dict[str, Any]
) -> tuple[list[str], str, str]:
    """The same by XLA, in one call; the value comes behind the gradients."""
    from whygrad.executing.xla import levels_run

    namespace["run"] = levels_run(code, way_back, inputs, at)
    return ["fine, g = run(v)", f"if not fine: return {calls['otherwise']}"], "g.sum()", "g[-1]"


def _examples(arguments: Arguments) -> list[Any]:
    return [optree.tree_unflatten(tree, leaves) for tree, leaves in zip(arguments.trees, arguments.leaves, strict=True)]
