"""What belongs together by its name: `affine_forward` and `affine_backward`, `gelu` and `gelu_vjp`, `frente` and `tras`."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Collection, Iterator

from whygrad.checking.arrays.naming import HOLDERS, stems

#: Words for the way forward, and for the way back, in the languages in which people write them.
_AHEAD = frozenset(
    "forward forwards fwd fprop propagate push frente avanca avança avante adiante adelante avanza vorwaerts vorwärts avant avanti".split()
)
_BACK = frozenset(
    "backward backwards bwd back bprop backprop backpropagate bptt pull retrocede tras trás atras atrás retropropaga retro "
    "rueckwaerts rückwärts arriere arrière indietro".split()
)
#: Words that make of the name of a function that of its way back: `softplus_vjp`, `grad_softplus`.
_MARKS = _BACK | frozenset("grad grads gradient gradients gradiente vjp pullback pb adjoint adj reverse rev".split())
#: Methods that may go forward where one alone goes back.
_CALLS = ("__call__", "forward", "run", "call", "apply", "predict", "evaluate", "value")


def words(name: str) -> list[str]:
    """The words of a name.

    >>> words("conv_forward_naive"), words("backwardPass")
    (['conv', 'forward', 'naive'], ['backward', 'pass'])
    """
    return [word.lower() for word in re.findall(r"[^\W_]+?(?=_|$|(?<=[a-zà-ü0-9])(?=[A-Z][a-zà-ü]))", name)]


def goes_back(name: str) -> bool:
    """Does a name say that this goes backward?

    >>> [goes_back(name) for name in ("rede_tras", "bptt", "backup", "gelu")]
    [True, True, False, False]
    """
    return bool(_BACK & {*words(name)}) or any(part in name.lower() for part in ("backward", "backprop", "back_prop", "retroprop"))


def partners(forward: str, names: Collection[str]) -> Iterator[str]:
    """Which of these names is that of the way back of a function, the plainest first.

    >>> list(partners("ln_fwd", ["ln_fwd", "ln_bwd", "bn_bwd"])), list(partners("gelu", ["grad_gelu", "gelu_pb"]))
    (['ln_bwd'], ['grad_gelu', 'gelu_pb'])
    """
    plain = forward.replace("forward", "backward")
    if plain != forward and plain in names:
        yield plain
    ahead = words(forward)
    stems = _stems(ahead)
    if not stems and any(ahead in _stems(words(other)) for other in names):
        return  # `sigmoid` beside `sigmoid_forward`
    for other in names:
        if other in (plain, forward):
            continue
        back = words(other)
        for k, word in enumerate(back):
            rest = [*back[:k], *back[k + 1 :]]
            at_an_end = k in (0, len(back) - 1) and word in _MARKS
            if (word in _BACK and rest in stems) or (at_an_end and rest and rest in [ahead, *stems]):
                yield other
                break


def stem_of(forward: str) -> str:
    """What a pair is called in short: the name of its forward function without the word that says so.

    >>> [stem_of(name) for name in ("affine_forward", "gn_fwd", "rede_frente", "gelu", "forward")]
    ['affine', 'gn', 'rede', 'gelu', 'forward']
    """
    kept = [part for part in forward.split("_") if part.lower() not in _AHEAD]
    return "_".join(kept) or forward


def _stems(ahead: list[str]) -> list[list[str]]:
    """The words of a name without the one that says forward."""
    return [[*ahead[:k], *ahead[k + 1 :]] for k, word in enumerate(ahead) if word in _AHEAD]


def ways(kind: type) -> tuple[str, str] | None:
    """The methods of a class that go forward and back; None where it has none, or several."""
    methods = [name for name in dir(kind) if callable(getattr(kind, name, None)) and (name == "__call__" or not name.startswith("__"))]
    if "forward" in methods and "backward" in methods:
        return "forward", "backward"
    found = [(name, back) for name in methods for back in partners(name, methods)]
    if len(found) == 1:
        return found[0]
    back = way_back(kind)
    ahead = next((name for name in _CALLS if name in methods and name != back), None)
    return None if found or back is None or ahead is None else (ahead, back)


def has_pairs(tree: ast.Module) -> bool:
    """Does a module define a function and its way back, a class with both, or a function that returns a loss and gradients?"""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    names = [node.name for node in functions]
    if any(any(partners(name, names)) for name in names) or any(_returns_gradients(node) for node in functions):
        return True
    for kind in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        methods = [node for node in kind.body if isinstance(node, ast.FunctionDef)]
        called = [node.name for node in methods]
        both = any(any(partners(name, called)) for name in called) or ("__call__" in called and any(map(goes_back, called)))
        if both or any(_returns_gradients(node) for node in methods):
            return True
    return False


def _returns_gradients(node: ast.FunctionDef) -> bool:
    """`return loss, dW`: a value, and then what is called the gradient of a parameter."""
    known = {one.arg for one in (*node.args.posonlyargs, *node.args.args)}
    last = next((part.value for part in reversed([*ast.walk(node)]) if isinstance(part, ast.Return)), None)
    if not isinstance(last, ast.Tuple) or len(last.elts) < 2:
        return False
    named = [part.id for part in last.elts if isinstance(part, ast.Name)]
    return len(named) == len(last.elts) and all(name in HOLDERS or {*stems(name)[:-1]} & known for name in named[1:])


def way_back(kind: type) -> str | None:
    """The one method of a class that goes back, and hands a gradient on or keeps it."""
    methods = [name for name in dir(kind) if not name.startswith("_") and inspect.isfunction(getattr(kind, name, None))]
    sure = [name for name in methods if goes_back(name)]
    found = sure or [name for name in methods if {*words(name)} <= _MARKS]
    return found[0] if len(found) == 1 else None
