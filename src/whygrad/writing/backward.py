"""The forward and the backward pass of a function as plain NumPy: staged, a line a gate, with names as people give them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import optree

from whygrad.autodiff.cotangents import Step, cotangents, is_finite, product
from whygrad.autodiff.functions import ArgNums, name_of
from whygrad.autodiff.shifts import without_effect
from whygrad.autodiff.transforms import positions, recorded
from whygrad.gates.arithmetic import divide, multiply, negate
from whygrad.gates.table import Gate
from whygrad.graph import CONSTANT, INPUT, Graph, Guard, Overwritten
from whygrad.text import Text, _
from whygrad.tracing.active import adding_to
from whygrad.tracing.arrays import handle, held, is_traced
from whygrad.tracing.errors import NotTraceable
from whygrad.tracing.function import Recording, has_floats, is_float, leaves_of
from whygrad.tracing.naming import Names, path_as_name
from whygrad.tracing.parameters import first_parameters
from whygrad.writing.expressions import HELPERS, constant, dtype_text, listed
from whygrad.writing.lines import Lines
from whygrad.writing.narrow import grouped, summed
from whygrad.writing.stacking import at_once
from whygrad.writing.twins import join_twins

#: More lines than this are nobody's reading.
MAX_NODES = 5000
#: Bytes that the way back may take, so that each factor can be taken apart again.
ROOM = 1 << 28
#: Numbers that are written out where those drawn at random might go another way.
FEW = 64


def backward_source(f: Callable[..., Any], args: tuple[Any, ...], say: Callable[[Any], str] = str, argnums: ArgNums | None = None) -> str:
    """The source of `f_forward` and `f_backward` at the shapes of these arguments; `say` puts a `Text` into words.

    With `argnums`, the gradients of these arguments alone are computed and returned; else there is one for each.
    """
    asked = None if argnums is None else positions(f, argnums, args)
    wanted = tuple(k for k, argument in enumerate(args) if has_floats(argument))
    recording = recorded(f, args, {}, wanted, outlives=True)
    if len(recording.graph) > MAX_NODES:
        raise NotTraceable(
            Text(
                _("`{f}` takes {n} operations at these arguments: too many to be read."), {"f": name_of(f), "n": str(len(recording.graph))}
            ),
            [Text(_("Give it smaller arrays: the loops of the program are written out turn by turn."))],
        )
    return _Source(f, recording, args, wanted, say, asked).text()


class _Source:
    """The two functions while they are written."""

    def __init__(
        self,
        f: Callable[..., Any],
        recording: Recording,
        args: tuple[Any, ...],
        wanted: tuple[int, ...],
        say: Callable[[Any], str],
        asked: tuple[int, ...] | None,
    ) -> None:
        self.name = name_of(f) if name_of(f).isidentifier() else "f"
        self.recording = recording
        self.graph: Graph = recording.graph
        self.args = args
        self.wanted = wanted  # the arguments that hold floats
        self.returned = range(len(args)) if asked is None else asked  # those whose gradients are returned
        self.say = say
        self.names = Names()
        self.parameters = [self.names.fresh(name) for name in first_parameters(f, len(args))]
        self.end = len(self.graph)
        self.steps: list[Step] = []
        self.inputs: dict[int, str] = {}  # how the inputs are read from the parameters
        self.seeds: dict[int, int] = {}  # by an output's node, that of its cotangent
        self.found: dict[int, Any] = {}

    def text(self) -> str:
        """The whole module."""
        self._differentiate()
        lines = Lines(self.graph, self.names)
        lines.has_math = True
        lines.has_single = any(getattr(value, "dtype", None) in (np.float32, np.float16) for value in self.graph.values)
        self._name_inputs(lines)
        guards = self._guards()
        needed = lines.needed([*self._outputs(), *[guard.index for guard in guards], *[value.index for value in self.found.values()]])
        backward = [index for index in needed if index >= self.end]
        cached = self._cached(lines, backward)
        lines.kept, lines.reuses = set(cached), True
        unpacked = list(lines.lines)
        lines.lines = []
        lines.users = self.end
        for index in needed:
            if index < self.end:
                lines.write(index, keep=index in cached)
        forward = [*unpacked, *lines.lines, *dict.fromkeys(_asserted(lines, guard) for guard in guards)]
        return self._module(lines, forward, cached, self._backward(lines, backward, cached))

    def _differentiate(self) -> None:
        """The way back, as nodes of the same graph."""
        self.graph.trace.keeper.room = ROOM
        join_twins(self.graph)
        with adding_to(self.graph.trace):
            seeds = {}
            for node, value in zip(self.recording.outputs, self.recording.leaves, strict=True):
                if node is not None and is_float(value) and node not in seeds:
                    seed = self.graph.append(INPUT, (), np.ones_like(value) if isinstance(value, np.ndarray | np.generic) else 1.0)
                    self.seeds[node] = seed
                    seeds[node] = handle(self.graph, seed)
            nodes = [node for k in self.returned for node in self._inputs_of(k) if node is not None]
            still = without_effect(self.graph, list(seeds))
            self.found = cotangents(
                self.graph, seeds, nodes, traced=True, steps=self.steps, times=self._times, fit=self._fit, stopped=still
            )
            self.found = {node: self._at_once(value) for node, value in self.found.items()}

    def _at_once(self, value: Any) -> Any:
        """A gradient to which the turns of a loop add, with one product for all of them."""
        start = len(self.graph)
        made = at_once(self.graph, value.index, self.end) if is_traced(value) else None
        if made is None:
            return value
        last = max(self.graph.inputs(value.index))
        step = next(step for step in reversed(self.steps) if step.start <= last < step.end)
        self.steps.append(step._replace(start=start, end=len(self.graph)))
        return made

    def _times(self, upstream: Any, local: Any) -> Any:
        """Local gradient × gradient from above, as a person writes it: `g / b`, not `g * (1 / b)`; `-(g / b * out)`; no `0.5 * 2`.

        Of out = 1 / b it is `-(g * out * out)`. A local gradient that is a value of the way forward is taken as it is.
        """
        gate, parts = self._made_on_the_way_back(local)
        share = None
        if gate is divide:
            above, within = self._made_by(parts[0])
            if _number(parts[0]) == 1.0:
                share = upstream / parts[1]
            elif above is negate:
                share = -(upstream * within[0] * within[0] if self._is_reciprocal(*within) else upstream / parts[1] * within[0])
        elif gate is multiply and (factor := _number(parts[0])) is not None:
            before, those = self._made_by(upstream)
            other = _number(those[1]) if before is multiply else None
            if other is not None:
                share = (those[0] if factor * other == 1.0 else those[0] * (factor * other)) * parts[1]
        if share is None or not is_finite(share):
            share = product(upstream, local)
        return grouped(share, self._made_on_the_way_back)

    def _fit(self, share: Any, operand: Any) -> Any:
        """Copies that broadcasting made are added up, as a person writes it: `-dgamma * gamma / std`."""
        return summed(share, operand, self._made_on_the_way_back)

    def _made_on_the_way_back(self, value: Any) -> tuple[Gate | None, list[Any]]:
        return self._made_by(value) if is_traced(value) and value.index >= self.end else (None, [])

    def _is_reciprocal(self, out: Any) -> bool:
        gate, parts = self._made_by(out)
        return gate is divide and _number(parts[0]) == 1.0

    def _made_by(self, value: Any) -> tuple[Gate | None, list[Any]]:
        """The gate that a traced value came out of, and what went in."""
        if not is_traced(value) or value.index >= len(self.graph):
            return None, []
        sources = self.graph.inputs(value.index)
        if any(isinstance(self.graph.values[source], Overwritten) for source in sources):
            return None, []
        return self.graph.gates[value.index], [handle(self.graph, source) for source in sources]

    def _inputs_of(self, k: int) -> list[int | None]:
        """The nodes of the leaves of an argument, in order."""
        if k not in self.wanted:
            return []
        sizes = [len(leaves) for leaves, _tree in self.recording.given]
        place = self.wanted.index(k)
        return self.recording.inputs[sum(sizes[:place]) : sum(sizes[: place + 1])]

    def _guards(self) -> list[Guard]:
        """What the program went by, as far as it depends on the inputs: the text holds for this way alone, and says so."""
        inputs = [node for node in self.recording.inputs if node is not None]
        depends = self.graph.depending(inputs)
        known = [guard for guard in self.graph.guards or () if guard.index < self.end and depends[guard.index]]
        return [guard for guard in known if isinstance(guard.expected, bool | int)]

    def _outputs(self) -> list[int]:
        return [node for node in self.recording.outputs if node is not None]

    def _name_inputs(self, lines: Lines) -> None:
        """The parameters, and what is unpacked from those that are lists or dicts."""
        for k, name in enumerate(self.parameters):
            if k not in self.wanted:
                self._name_constant(lines, self.args[k], name)
                continue
            given = self.recording.given[self.wanted.index(k)]
            if self._is_flat(k):
                found = [self.names.fresh(path_as_name(accessor.codify(name))) for accessor in given[1].accessors()]
                lines.known |= {node: each for node, each in zip(self._inputs_of(k), found, strict=True) if node is not None}
                lines.lines.append(f"{', '.join(found)}{',' if len(found) == 1 else ''} = {name}")
                continue
            for leaf, accessor, node in zip(given[0], given[1].accessors(), self._inputs_of(k), strict=True):
                path = accessor.codify(name)
                if node is None:
                    self._name_constant(lines, leaf, name if path == name else None)
                elif path == name:
                    lines.known[node] = name
                else:
                    lines.known[node] = self.names.fresh(path_as_name(path))
                    lines.lines.append(f"{lines.known[node]} = {path}")

    def _is_flat(self, k: int) -> bool:
        """Is an argument a list or a tuple of nothing but numbers or arrays that are differentiated?"""
        leaves, tree = self.recording.given[self.wanted.index(k)]
        is_whole = type(self.args[k]) in (list, tuple) and 0 < len(leaves) == len(self.args[k]) == tree.num_nodes - 1
        return is_whole and None not in self._inputs_of(k)

    def _name_constant(self, lines: Lines, value: Any, name: str | None) -> None:
        met = self.graph.trace.met(value)
        if met is not None and name is not None:
            lines.known[met] = name

    def _cached(self, lines: Lines, backward: list[int]) -> list[int]:
        """The nodes of the forward pass that the backward pass needs, in order."""
        found: set[int] = set()
        for index in backward:
            for source in self.graph.inputs(index):
                once = lines.same(source)
                if once < self.end and self.graph.gates[once].name != "constant":
                    found.add(once)
        found |= {node for node, name in lines.known.items() if self.graph.gates[node].name == "constant" and lines.uses[node]}
        return sorted(found)

    def _backward(self, lines: Lines, needed: list[int], cached: list[int]) -> list[str]:
        """The lines of the backward pass, with a comment that names each gate."""
        lines.lines = []
        lines.visible = {node for node in needed if node >= self.end} | set(cached)
        for output, seed in self.seeds.items():
            name = lines.known.get(lines.same(output), "out")
            lines.known[seed] = "dout" if self.recording.tree.is_leaf() else self.names.fresh("d" + name)
        called: dict[int, str] = {}
        for step in self.steps:
            of = lines.known.get(lines.same(step.index))
            called.setdefault(lines.same(step.upstream), "d" + of if of else "")
        for node, value in self.found.items():
            called[lines.same(value.index)] = "d" + lines.known[node]
        remaining = iter(needed)
        index = next(remaining, None)
        for step in self.steps:
            start = len(lines.lines)
            while index is not None and index < step.end:
                lines.write(index, named=called.get(index) or None)
                index = next(remaining, None)
            if len(lines.lines) > start:
                lines.lines.insert(start, f"# {self.say(Text(self.graph.gates[step.index].title))}{self._of(lines, step.index)}")
        return lines.lines

    def _of(self, lines: Lines, index: int) -> str:
        name = lines.known.get(lines.same(index))
        return f": {name}" if name else ""

    def _module(self, lines: Lines, forward: list[str], cached: list[int], backward: list[str]) -> str:
        names = list(dict.fromkeys(lines.known[node] for node in cached if node in lines.known))
        out = self._tree(self.recording.tree, [self._leaf(lines, k) for k in range(len(self.recording.leaves))])
        seeds = [lines.known[seed] for seed in self.seeds.values()]
        gradients = self._gradients(lines, backward)
        body = [
            f"def {self.name}_forward({', '.join(self.parameters)}):",
            *_indented([*forward, f"cache = ({', '.join(names)}{',' if len(names) == 1 else ''})", f"return {out}, cache"]),
            "",
            "",
            f"def {self.name}_backward(dout, cache):",
            *_indented(
                [
                    *([f"{', '.join(names)}{',' if len(names) == 1 else ''} = cache"] if names else []),
                    *(self._unpacked_seeds(seeds)),
                    *backward,
                    f"return {', '.join(gradients)}",
                ]
            ),
        ]
        helpers = [line for name in sorted(lines.helpers) for line in ["", "", *HELPERS[name].rstrip().split("\n")]]
        imports = [*(["import math", ""] if any("math." in line for line in body) else []), "import numpy as np"]
        if any("scipy.special." in line for line in body):
            imports.append("import scipy.special")
        shapes = ", ".join(
            f"{name} {value.shape}" for name, value in zip(self.parameters, self.args, strict=True) if getattr(value, "shape", ())
        )
        title = self.say(Text(_("The forward and the backward pass of `{f}`, written by whygrad."), {"f": self.name}))
        at = self.say(Text(_("Shapes: {shapes}."), {"shapes": shapes})) if shapes else ""
        constants = ["", *lines.constants] if lines.constants else []
        cases = ["", "", *self._cases()]
        return "\n".join([f'"""{title}{" " + at if at else ""}"""', "", *imports, *constants, *helpers, "", "", *body, *cases]) + "\n"

    def _cases(self) -> list[str]:
        """Arguments to try the two on, for `whygrad check`: of the same shapes, floats at random, the rest as it was.

        Where the text holds for one way alone, small arguments are those that go it.
        """
        given = [leaves_of(argument) for argument in self.args]
        keeps = bool(self._guards()) and sum(np.size(held(leaf)) for leaves, _tree in given for leaf in leaves) <= FEW
        texts = [self._tree(tree, [(_kept if keeps else _example)(held(leaf)) for leaf in leaves]) for leaves, tree in given]
        lines = ["rng = np.random.default_rng(0)"] if any("rng." in text for text in texts) else []
        return ["def cases():", *_indented([*lines, f"return {{{self.name + '_forward'!r}: ({', '.join(texts)},)}}"])]

    def _leaf(self, lines: Lines, k: int) -> str:
        node = self.recording.outputs[k]
        return _kept(self.recording.leaves[k]) if node is None else lines.text(node)

    def _unpacked_seeds(self, seeds: list[str]) -> list[str]:
        """What comes from above, one for each output."""
        if self.recording.tree.is_leaf():
            return []
        found = []
        seen: set[int] = set()
        for node, accessor in zip(self.recording.outputs, self.recording.tree.accessors(), strict=True):
            if node in self.seeds:
                name = seeds[list(self.seeds).index(node)]
                found.append(
                    f"{name} = {f'{name} + ' if node in seen else ''}{accessor.codify('dout')}"
                )  # the caller's array stays as it is
                seen.add(node)
        return found

    def _gradients(self, lines: Lines, backward: list[str]) -> list[str]:
        """What is returned: a gradient an argument, in the structure of the argument; None for one without floats.

        Beside others that are left out, zeros get a name in a line of the backward pass, to tell what they belong to.
        """
        found = []
        for k in self.returned:
            if k not in self.wanted:
                found.append("None")
                continue
            leaves, tree = self.recording.given[self.wanted.index(k)]
            texts = []
            for leaf, node in zip(leaves, self._inputs_of(k), strict=True):
                if node is None:
                    texts.append("None")
                elif node in self.found:
                    texts.append(lines.text(self.found[node].index))
                else:
                    shape = np.shape(held(leaf))
                    zeros = f"np.zeros({shape})" if shape else "0.0"
                    if tree.is_leaf() and len(self.returned) < len(self.args):
                        backward.append(f"{(name := self.names.fresh('d' + self.parameters[k]))} = {zeros}")
                        zeros = name
                    texts.append(zeros)
            found.append(self._tree(tree, texts))
        return found

    def _tree(self, tree: Any, texts: list[str]) -> str:
        """Nested lists, tuples and dicts of written leaves."""
        return _nested(optree.tree_unflatten(tree, [_Literal(text) for text in texts]))


def _number(value: Any) -> float | None:
    """The value of a constant of one number; None for anything else."""
    if is_traced(value) and value.graph.gates[value.index] is not CONSTANT:
        return None
    plain = held(value)
    return float(plain) if type(plain) is int or (is_float(plain) and not np.shape(plain)) else None


def _asserted(lines: Lines, guard: Guard) -> str:
    """The line that stops where the program would have gone another way."""
    text, expected = lines.text(guard.index), guard.expected
    if isinstance(expected, bool):
        return f"assert {text}" if expected else f"assert not ({text})"
    return f"assert int({text}) == {expected!r}"


def _example(value: Any) -> str:
    """An argument like this one: floats between its smallest and its largest."""
    if not is_float(value) or (isinstance(value, np.ndarray) and not value.size):
        return _kept(value)
    low, high = float(np.min(value)), float(np.max(value))
    if not np.isfinite([low, high]).all():
        return _kept(value)
    if low == high:
        low, high = (-1.0, 1.0) if low == 0 else (0.5 * low, 1.5 * low)
    if not isinstance(value, np.ndarray):
        return repr(float(value))
    kind = "" if value.dtype == np.float64 else f".astype(np.{value.dtype.name})"
    return f"rng.uniform({low:.4g}, {high:.4g}, size={value.shape}){kind}"


def _kept(value: Any) -> str:
    if isinstance(value, np.ndarray):
        kind = dtype_text(value.dtype)
        return f"np.array({listed(value)}, dtype={kind})" if value.size else f"np.zeros({value.shape}, dtype={kind})"
    number = constant(value) if isinstance(value, float | np.generic) else None
    return repr(value) if number is None else number.text


class _Literal(str):
    """Text that stands as it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)


def _nested(value: Any) -> str:
    """Plain tuples in the place of those with names, which belong to the program."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_nested(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    if isinstance(value, tuple):
        return f"({', '.join(map(_nested, value))}{',' if len(value) == 1 else ''})"
    return repr(value)


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
