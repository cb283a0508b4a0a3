"""Which names claim a gradient, and of what: `grad_x`, `dx`, `dL_dx`, `dqdx`, `gradiente_x`, …"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from whygrad.tracing.instrument import Site, bound_names, mutated_names

#: Longest first: `gradient_of_x` is the gradient of x, not of `of_x`.
_WORDS = r"gradient_of|grad_of|gradiente_de|derivada_de|derivative_of|gradiente|derivada|derivative|gradient|grad"
_EXPLICIT = (
    re.compile(rf"(?:{_WORDS})_(?P<wrt>\w+)"),
    re.compile(r"(?P<wrt>\w+)_(?:grad|gradient|gradiente|derivada|derivative)"),
)
_SHORT = (re.compile(r"delta_(?P<wrt>\w+)"), re.compile(r"d_?(?P<wrt>\w+)"), re.compile(r"grad(?P<wrt>\w+)"))
_PAIR = re.compile(r"(?:d|grad)_?(?P<of>\w+?)_?d_?(?P<wrt>\w+)")

#: What people call the number that is differentiated; in `dL_dx`, a first part of these needs no variable of its name.
OBJECTIVES = frozenset(
    [
        "l",
        "loss",
        "j",
        "cost",
        "e",
        "err",
        "error",
        "c",
        "obj",
        "objective",
        "total",
        "total_loss",
        "perda",
        "custo",
        "erro",
        "out",
        "output",
        "y",
        "f",
        "nll",
        "energy",
        "saida",
        "saída",
    ]
)
#: Of these, what can hardly be anything but the number that is differentiated.
LOSSES = frozenset({"l", "loss", "j", "cost", "error", "total_loss", "objective", "perda", "custo", "erro", "nll", "energy"})
#: What people call the gradient from above where the output has no name in it.
UPSTREAM = frozenset({"dout", "d_out", "grad_out", "grad_output", "upstream", "doutput", "upstream_grad", "upstream_gradient"})

_COMMENT = re.compile(r"#\s*whygrad:\s*(?P<said>.+)")


@dataclass(frozen=True)
class Reading:
    """`name` claims the gradient of `of` (None: the output) with respect to `wrt`. `explicit` if it can mean little else."""

    name: str
    wrt: str
    of: str | None = None
    explicit: bool = False
    said: bool = False


#: Names that say "gradient", but not of what: they claim nothing, and are the output only where nothing else is.
BARE = frozenset(["d", "g", "grad", "gradient", "delta", "deriv", "derivative", "slope", "gradiente", "derivada"])
#: Losses that are called by their formula.
SUMS = frozenset(["mse", "sse", "mae", "rss", "bce", "ce", "cross_entropy", "entropia_cruzada", "eqm"])
#: What is computed from a loss to be looked at, and hardly ever differentiated.
METRICS = frozenset(["rmse", "perplexity", "ppl", "perplexidade", "accuracy", "acc", "percent", "pct", "loss_percent", "metric", "r2"])
#: What people call a dict of gradients, `grads = {"w": …}`, and one of parameters, `params["w"]`.
HOLDERS = frozenset(["grads", "gradients", "grad", "gradientes", "gradiente", "derivadas", "derivatives", "dparams", "grad_params"])
PARAMETERS = frozenset(["params", "parameters", "parametros", "parâmetros", "weights", "pesos", "theta", "model", "modelo", "p"])


@dataclass(frozen=True)
class Said:
    """What the user said about the program, on the command line or in a comment."""

    of: str | None = None
    grads: tuple[tuple[str, str], ...] = ()


def said_in(text: str, of: str | None, grads: Mapping[str, str] | None) -> Said:
    """What is said in the call and in the comments, `# whygrad: of=loss grad_x=x`; the call goes first."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if match := _COMMENT.search(line):
            found.update(re.findall(r"(\w+)\s*=\s*([^\s,;]+)", match["said"]))
    comment_of = found.pop("of", None)
    return Said(of or comment_of, tuple({**found, **(grads or {})}.items()))


def names_bound(tree: ast.Module) -> set[str]:
    """Every name that the program gives a value: assignments, parameters, loop variables."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


#: How gradients are named too, though not surely enough to judge them by it.
_PERHAPS = (re.compile(r"g_?(?P<wrt>\w+)"), re.compile(r"(?P<wrt>\w+?)_?grad"), re.compile(r"d2(?P<of>\w+?)d(?P<wrt>\w+?)_?2"))


def left_aside(tree: ast.Module, claimed: Collection[str]) -> list[str]:
    """What looks like a gradient and is not judged: unusual names, attributes, lists of gradients.

    >>> left_aside(ast.parse("w = 2\\ngw = 3\\n"), ())
    ['gw']
    """
    names, attributes = names_bound(tree), {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    found = []
    for name in sorted(names - set(claimed)):
        matches = (match for pattern in _PERHAPS if (match := pattern.fullmatch(name)))
        if name not in UPSTREAM and any(wrt in names for match in matches for wrt in (match["wrt"], match["wrt"].lower())):
            found.append(name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and (read(node.attr, attributes - {node.attr}) is not None):
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.List | ast.Tuple):
            found += [target.id for target in node.targets if isinstance(target, ast.Name) and target.id in HOLDERS]
    return [name for name in dict.fromkeys(found) if name not in claimed]


def data_names(tree: ast.Module) -> set[str]:
    """The names that a program gives plain numbers, or lists of them, and nothing else: its data."""
    given: dict[str, list[bool]] = defaultdict(list)
    for node in ast.walk(tree):
        for name in mutated_names(node) if isinstance(node, ast.stmt) else ():
            given[name].append(False)
        targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.expr) and isinstance(node, ast.stmt):
                for name in bound_names(target):
                    given[name].append(isinstance(node, ast.Assign) and _is_plain(node.value))
    return {name for name, plain in given.items() if all(plain)}


def _is_plain(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError):
        return False
    return True


def readings(tree: ast.Module, said: Said) -> tuple[dict[str, Reading], list[Reading]]:
    """The names of a program that may claim a gradient, by name; and the explicit ones whose variable does not exist."""
    names = names_bound(tree)
    told = dict(said.grads)
    found = _entries(tree, names)
    orphans: list[Reading] = []
    for name in sorted(names - {base_name(entry) for entry in found}):
        if name in told:
            found[name] = Reading(name, told[name], said.of, explicit=True, said=True)
            continue
        reading = read(name, names - {name})
        if reading is None:
            continue
        if base_name(reading.wrt) in names:
            found[name] = reading
        elif reading.explicit:
            orphans.append(reading)
    return found, orphans


def _entries(tree: ast.Module, names: set[str]) -> dict[str, Reading]:
    """The entries of dicts that may claim a gradient: `grads["w"]` that of `w`, or of `params["w"]`."""
    keys, dicts = _keys(tree)
    holders = {name for name in dicts if name in HOLDERS} | (names & HOLDERS)
    others = {key for base in dicts if base not in HOLDERS for key in dicts[base]}
    found = {}
    for holder in sorted(holders):
        own = dicts.get(holder) or keys
        for key in sorted(own):
            name = f"{holder}[{key!r}]"
            reading = read(key, names | others)
            variable = reading.wrt if reading is not None and reading.wrt in names | others else key
            among = sorted(
                (base for base in dicts if base not in HOLDERS and variable in dicts[base]), key=lambda base: base not in PARAMETERS
            )
            if among and (among[0] in PARAMETERS or variable not in names):
                found[name] = Reading(name, f"{among[0]}[{variable!r}]", explicit=True)
            elif variable in names:
                found[name] = Reading(name, variable, None if reading is None else reading.of, explicit=True)
    return found


def _keys(tree: ast.Module) -> tuple[set[str], dict[str, set[str]]]:
    """The constant keys of a program's dicts: all of them, and by the name of the dict where that is plain."""
    every: set[str] = set()
    by_name: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            every |= {key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            own = {key.value for key in node.value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}
            for target in node.targets:
                if isinstance(target, ast.Name):
                    by_name[target.id] |= own
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.value, ast.Name):
            by_name[node.value.id] |= (
                {node.slice.value} if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str) else set()
            )
    return every, by_name


def read(name: str, variables: set[str]) -> Reading | None:
    """What a name claims, given the variables that there are; None if nothing.

    >>> read("dqdx", {"q", "x"})
    Reading(name='dqdx', wrt='x', of='q', explicit=True, said=False)
    >>> read("data", {"x"}) is None
    True
    """
    for split in _pairs(name):
        of, wrt = split
        if wrt in variables:
            of_variable = next((candidate for candidate in (of, of.lower()) if candidate in variables), None)
            if of_variable is not None:
                return Reading(name, wrt, of_variable, explicit=True)
            if of.lower() in OBJECTIVES:
                return Reading(name, wrt, None, explicit=True)
    for pattern in (*_EXPLICIT, *_SHORT):
        match = pattern.fullmatch(name)
        if match and match["wrt"] in variables:
            return Reading(name, match["wrt"], explicit=pattern in _EXPLICIT)
    for pattern in _EXPLICIT:
        match = pattern.fullmatch(name)
        if match and name not in UPSTREAM and not re.search(r"norm|check|desc|numeric|fn|func", name):
            return Reading(name, match["wrt"], explicit=True)
    return None


def _pairs(name: str) -> list[tuple[str, str]]:
    """The ways to read a name as d<of>d<wrt>: every later d may be the second."""
    match = re.match(r"(?:d_?|grad_)(?=\w)", name)
    if match is None:
        return []
    rest = name[match.end() :]
    return [
        (rest[: at.start()].rstrip("_"), rest[at.end() :])
        for at in re.finditer(r"_?d_?(?=\w)|_wrt_|_by_d", rest)
        if at.start() > 0 and at.end() < len(rest)
    ]


def is_upstream_name(name: str, output: str) -> bool:
    """Is this what people call the gradient from above, for this output: `dout`, `dL`, `d<output>`, `grad_<output>`?"""
    if name in UPSTREAM or any(of.lower() in OBJECTIVES and wrt == output for of, wrt in _pairs(name)):
        return True
    stems = {output, output.lower(), output[:1]} | ({"L", "loss"} if output.lower() in OBJECTIVES else set())
    match = re.fullmatch(rf"(?:d_?|delta_|(?:{_WORDS})_)(?P<stem>\w+)|(?P<stem2>\w+)_grad", name)
    return match is not None and (match["stem"] or match["stem2"]) in stems


def base_name(expression: str) -> str:
    """The variable of `x[0]`: x."""
    return expression.split("[", 1)[0].strip()


def is_named(node: ast.AST, name: str) -> bool:
    """Is this the variable, or the entry of a dict, that is called so?"""
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Subscript) and ast.unparse(node) == name)


def mentions(node: ast.AST, name: str) -> bool:
    """Does this name stand anywhere in an expression?"""
    return any(is_named(part, name) for part in ast.walk(node))


def training_loops(tree: ast.Module, claimed: Mapping[str, Reading]) -> frozenset[Site]:
    """The outermost loops that update a variable by its own claimed gradient, and that no claim follows: each turn is a
    training step like the one before, so the loop may be left after a few."""
    found: set[Site] = set()

    def claims(node: ast.AST) -> bool:
        return any(isinstance(child, ast.stmt) and any(name in claimed for name in changed_names(child)) for child in ast.walk(node))

    def updates(node: ast.AST) -> bool:
        for child in ast.walk(node):
            if isinstance(child, ast.Assign | ast.AugAssign):
                used = {part.id for part in ast.walk(child.value) if isinstance(part, ast.Name)}
                if any(name in used and base_name(reading.wrt) in changed_names(child) for name, reading in claimed.items()):
                    return True
        return False

    def visit(body: list[ast.stmt]) -> None:
        claiming = [statement for statement in body if claims(statement)]
        if not claiming:
            return
        last = claiming[-1]
        if isinstance(last, ast.For | ast.While) and updates(last):
            found.add((last.lineno, last.col_offset))
        elif isinstance(last, ast.If):
            visit(last.body)
            visit(last.orelse)

    visit(tree.body)
    return frozenset(found)


def changed_names(statement: ast.stmt) -> set[str]:
    """The names that a statement binds or changes in place."""
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    bound = {name for target in targets if isinstance(target, ast.expr) for name in bound_names(target)}
    return bound | set(mutated_names(statement))
