"""Which functions of a program give gradients, of which others, and how sure that is: by their names, and by what the program does."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from whygrad.checking.arrays.assignments import Assigned, assigned, key_of
from whygrad.checking.arrays.naming import HOLDERS
from whygrad.checking.arrays.pairing import goes_back, words
from whygrad.checking.arrays.recording import Written
from whygrad.checking.arrays.scope import is_gradient
from whygrad.checking.arrays.training import is_loss

_FORCES = frozenset("force forces forca forcas força forças fuerza fuerzas kraft kräfte kraefte".split())
_MATRICES = frozenset("J Jf JF DF Df jf".split())
_JACOBIANS = frozenset("jac jacob jacobian jacobiano jacobiana jacobienne jacobi".split())
#: Words that make of a name that of a gradient.
_MARKS = (
    frozenset(
        "grad grads gradf gradient gradients gradiente gradientes nabla deriv derivs derivative derivatives derivada derivadas "
        "dérivée derivee ableitung prime fprime df dj score".split()
    )
    | _FORCES
    | _JACOBIANS
)
#: Words that say nothing of what a function is.
_FILLERS = frozenset(
    "compute calc calculate calcula calcular get eval evaluate my the fn of de da do and hess hessian full batch log neg negative".split()
)
#: What a function is called that has a gradient, beside what a loss is called.
_VALUES = frozenset(
    "f fun func function funcao função funcion objective value valor potential potencial potentiel hamiltonian zielfunktion "
    "u v residual residuals resid residuo residuos res model modelo".split()
)
#: Words of what is only approximately a gradient; and of what does something with one.
_NUMERICAL = frozenset(
    "num numeric numerical numerico numérico numerica approx approximate finite fd difference differences diferencas check "
    "test plot".split()
)
_DOING = frozenset("clip step steps descent descend descendente descida desc ascent norm update method diff teste".split())
#: Numbers that are looked at, and that nothing goes down.
_METRICS = frozenset("rmse r2 acc accuracy acuracia acurácia metric norm norma score pred predict predicao".split())
#: Functions apart from their losses: many programs give their derivatives as functions of their values.
_ACTIVATIONS = frozenset("sigmoid sigmoide sig sigm logistic tanh relu elu softmax softplus activation ativacao gelu silu swish".split())
_LIKELIHOODS = re.compile(r"(?i)lik|logp|log_p|posterior|verossim|reward|util|profit|elbo|evidence")
#: What a gradient is called that is unpacked beside its loss.
_UNPACKED = re.compile(r"^(g|G|gs|gn|gr|g_\w+|g[A-Z]\w*|grad\w*)$")


def is_force(name: str) -> bool:
    """Is this called a force, which is minus a gradient?"""
    return bool(_FORCES & {*words(name)})


def is_jacobian(name: str) -> bool:
    """Is this called a jacobian?"""
    return bool(_JACOBIANS & {*words(name)}) or is_matrix(name)


def is_matrix(name: str) -> bool:
    """Is this called so, if it is a matrix? Else `J` is a loss."""
    return name in _MATRICES


def is_likelihood(name: str) -> bool:
    """Is this what one wants more of?"""
    return _LIKELIHOODS.search(name) is not None


def is_metric(name: str) -> bool:
    """Is this a number that is only looked at?"""
    return bool(_METRICS & {*words(name)})


def is_activation(name: str) -> bool:
    """Is this an activation?"""
    return bool(_ACTIVATIONS & {*words(name)}) and not is_loss(name)


def is_other(name: str) -> bool:
    """Is this called an approximation, or does it do something with a gradient?"""
    return bool((_NUMERICAL | _DOING) & {*words(name)})


def gives_gradients(name: str, others: Sequence[str]) -> bool:
    """Does a name say that a function gives gradients, of others beside it perhaps?

    >>> [gives_gradients(name, ["pinball", "f"]) for name in ("dpinball", "grad_f", "f", "num_grad")]
    [True, True, False, False]
    """
    if is_other(name):
        return False
    return bool(_MARKS & {*words(name)}) or any(_is_of(name, other) for other in others)


def sureness(gradient: str, value: str) -> int:
    """How sure names are that one function is the gradient of another: 2 by a name of their own, 1 by what both are, else 0.

    >>> sureness("rosen_grad", "rosen"), sureness("gradient", "cost"), sureness("gradient", "booth")
    (2, 1, 0)
    """
    if is_metric(value):
        return 2 if _is_of(gradient, value) else 0
    own, other = words(gradient), words(value)
    if is_matrix(gradient):
        return int(not _rest(other) or value in ("F", "G", "g", "h", "r", "R"))
    if _is_of(gradient, value) or [word for word in own if word not in _MARKS] == other:
        return 2
    rest, left = _rest(own), _rest(other)
    if rest != left or not (_MARKS & {*own}):
        return 0
    return 2 if rest else 1


def _is_of(gradient: str, value: str) -> bool:
    """`df`, `f_prime`, `dfdx`, `d_f` of `f`."""
    escaped = re.escape(value)
    return re.fullmatch(rf"(d_?|D_?|der_?|deriv_?){escaped}((_?d_?|_)\w+)?|{escaped}_?(prime|linha|strich)", gradient) is not None


def _rest(names: Sequence[str]) -> list[str]:
    return [word for word in names if not (word in _MARKS | _FILLERS | _VALUES or is_loss(word))]


def gives_both(one: Written, tree: ast.Module) -> int:
    """Does a function hand back a value, and gradients beside it: by its name, by what it returns, by what that becomes?

    2 where it is sure that the value is what the gradients are of, for it is called a loss; else 1, or 0 where it is none.
    """
    last = one.returned
    if not isinstance(last, ast.Tuple) or len(last.elts) < 2 or _NUMERICAL & {*words(one.name)}:
        return 0
    ways = [last.elts, *_unpacked(one, tree)]
    if any(_is_called_gradient(way[0]) for way in ways):
        return 0
    own = words(one.name)
    is_told = bool(_MARKS & {*own}) and not _DOING & {*own}
    if not (is_told or goes_back(one.name) or any(_is_called_gradient(part) for way in ways for part in way[1:])):
        return 0
    return 2 if any(is_loss(key_of(way[0])) for way in ways) or any(is_loss(word) for word in own) else 1


def _unpacked(one: Written, tree: ast.Module) -> Iterator[list[ast.expr]]:
    """What the values become that a function hands back together."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and key_of(node.value.func) == one.name:
            yield from (target.elts for target in node.targets if isinstance(target, ast.Tuple) and len(target.elts) > 1)


def _is_called_gradient(node: ast.expr) -> bool:
    key = key_of(node)
    return bool(key) and (is_gradient(key) or key in HOLDERS or _UNPACKED.match(key) is not None)


@dataclass
class Usage:
    """How a program uses what a function returns: what it moves along it, and which way; beside which functions it hands it on."""

    moved: list[str] = field(default_factory=list)  # the argument that gets a new value, as it is called in the function
    ways: set[int] = field(default_factory=set)  # 1 along it, -1 against it
    beside: set[str] = field(default_factory=set)  # other functions that are handed to a function together with it
    is_divided: bool = False  # the step divides it by something: by a count, perhaps
    has_more: bool = False  # more is added to it in the step: a decay, perhaps

    @property
    def goes_up(self) -> bool:
        return self.ways == {1}


def usage_of(one: Written, tree: ast.Module) -> Usage:
    """How a function is used in a program, under its own name and as a parameter of functions that it is handed to."""
    found = Usage()
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    places: list[tuple[ast.AST, str]] = [(tree, one.name)]
    for call in calls:
        given = [*call.args, *(word.value for word in call.keywords)]
        handed = [key_of(argument) for argument in given if isinstance(argument, ast.Name | ast.Attribute)]
        if one.name in handed:
            found.beside |= {*handed} - {one.name}
            places += _handed_to(call, one.name, tree)
    for place, name in places:
        nodes = [*ast.walk(place)]
        parts = [part for node in nodes for part in assigned(node)]
        for call in (node for node in nodes if isinstance(node, ast.Call) and key_of(node.func) == name):
            _note_call(found, one, call, parts)
    return found


def _handed_to(call: ast.Call, name: str, tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """The function that is called so, if it is the program's own, and what this is called there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == key_of(call.func):
            names = [argument.arg for argument in node.args.args]
            bound = [*zip(names, call.args, strict=False), *((word.arg, word.value) for word in call.keywords)]
            yield from ((node, own) for own, value in bound if own is not None and isinstance(value, ast.Name) and value.id == name)


def _note_call(found: Usage, one: Written, call: ast.Call, parts: Sequence[Assigned]) -> None:
    """The steps along what one call returns, or along the name that this gets."""
    given = {ast.unparse(argument): name for name, argument in _bound(one, call)}
    for part in parts:
        if not any(node is call for node in ast.walk(part.value)):
            continue
        if part.value is call and isinstance(part.target, ast.Name):
            for step in parts:
                alias = [node for node in ast.walk(step.value) if isinstance(node, ast.Name) and node.id == part.target.id]
                _note(found, step, alias, given, call)
        _note(found, part, [call], given, call)


def _note(found: Usage, part: Assigned, inside: Sequence[ast.AST], given: dict[str, str], call: ast.Call) -> None:
    """A step along what a call returns, if this is one."""
    target, text = part.target, ast.unparse(part.target)
    name = given.get(text, "")
    if not name and isinstance(call.func, ast.Attribute) and text.startswith(f"{ast.unparse(call.func.value)}."):
        name = f"self.{key_of(target)}"  # `model.w -= rate * model.gradient(X, y)`
    if not name or not inside:
        return
    way, own = _way(part.value, inside[0]), [*_without(part.value, inside[0])]
    reads = sum(ast.unparse(node) == text for node in own if isinstance(node, ast.Name | ast.Attribute | ast.Subscript))
    if part.is_in_place:
        way = None if way is None or part.is_factor else way if part.is_added else -way
    elif not reads:
        return
    found.moved += [name] if name not in found.moved else []
    found.ways |= {way} if way is not None else set()
    found.has_more |= reads > int(not part.is_in_place)
    divisors = [node.right for node in own if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)]
    found.is_divided |= any(isinstance(one, ast.Name | ast.Attribute | ast.Subscript) or _is_len(one) for one in divisors)


def _is_len(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and key_of(node.func) in ("len", "float")


def _without(node: ast.AST, inside: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an expression but for those of a part of it, and of what other functions are given."""
    if isinstance(node, ast.Call) and node is not inside:
        yield node
    elif node is not inside:
        yield node
        for child in ast.iter_child_nodes(node):
            yield from _without(child, inside)


def _bound(one: Written, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    names = one.parameters[int(one.is_method) :]
    yield from zip(names, call.args, strict=False)
    yield from ((word.arg, word.value) for word in call.keywords if word.arg is not None)


def _way(value: ast.AST, inside: ast.AST) -> int | None:
    """With which sign something goes into a value; None where that can't be told."""
    if value is inside:
        return 1
    below = [child for child in ast.iter_child_nodes(value) if any(node is inside for node in ast.walk(child))]
    if len(below) != 1:
        return None
    way = _way(below[0], inside)
    if way is None or isinstance(value, ast.UnaryOp):
        return None if way is None else -way if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub) else way
    if isinstance(value, ast.BinOp):
        is_right = below[0] is value.right
        if isinstance(value.op, ast.Sub):
            return -way if is_right else way
        if isinstance(value.op, ast.Mult | ast.Div | ast.MatMult):
            other = value.left if is_right else value.right
            return -way if isinstance(other, ast.UnaryOp) and isinstance(other.op, ast.USub) else way
        return way if isinstance(value.op, ast.Add) else None
    return way if isinstance(value, ast.Call | ast.Subscript | ast.Attribute) else None
