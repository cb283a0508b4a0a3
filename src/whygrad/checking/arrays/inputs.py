"""A small language for inputs: `randn(N, D)`, `randint(3, 4)`, `{'stride': 1, 'pad': 1}`. It is read here, and never run as Python.

A capital, or a single letter, that nothing else defines is a size: everywhere the same number, and no two sizes are equal, so that
a mistake in an axis shows. Numbers are drawn from a seed, so that every run sees the same.
"""

from __future__ import annotations

import ast
import difflib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from whygrad.checking.arrays.making import FUNCTIONS, Unmade
from whygrad.text import Text, _

if TYPE_CHECKING:
    import numpy as np

#: What a size is, if nobody says it; no two are equal.
SIZES = {"M": 3, "N": 4, "D": 5, "H": 6, "C": 7, "T": 8, "V": 9, "K": 10, "F": 11, "W": 12}
_SIZE = re.compile(r"[A-Z]\w*|[a-z]")


class BadInput(Exception):
    """What was said of an input can't be read or made: `text` says why, `help` what to do; `start` and `end` are the place in it."""

    def __init__(self, text: Text, start: int = 0, end: int = 0, help: Sequence[Text] = ()) -> None:
        super().__init__(text.english())
        self.text = text
        self.start = start
        self.end = end
        self.help = tuple(help)


class NotKnown(BadInput):
    """A name that stands for nothing here."""


@dataclass(frozen=True)
class Input:
    """What was said of one input: an expression, or a value as it stands; and where it was said."""

    text: str = ""
    tree: ast.expr | None = None
    value: Any = None
    where: Text = field(default_factory=lambda: Text(""))

    @property
    def names(self) -> Iterator[str]:
        """The names in it that may be sizes or other inputs, in order."""
        for node in _read_in(self.tree) if self.tree is not None else ():
            if isinstance(node, ast.Name):
                yield node.id


def read(text: str, where: Text | None = None) -> Input:
    """An expression, looked through for what it may not hold. Raises BadInput.

    >>> list(read("randn(N, D)").names)
    ['N', 'D']
    """
    flat = re.sub(r"\s", " ", text)
    stripped = flat.strip()
    shift = len(flat) - len(flat.lstrip())
    if not stripped:
        raise BadInput(Text(_("There is nothing here to make an input of.")), 0, 0, _hints())
    try:
        tree = ast.parse(stripped, mode="eval").body
        for node in _read_in(tree):
            _allowed(node, stripped)
    except BadInput as bad:
        raise type(bad)(bad.text, bad.start + shift, bad.end + shift, bad.help) from None
    except SyntaxError as error:
        at = shift + max((error.offset or 1) - 1, 0)
        raise BadInput(Text(_("This can't be read: {words}."), {"words": error.msg}), at, at + 1, _hints()) from None
    except (ValueError, RecursionError, MemoryError) as error:
        raise BadInput(Text(_("This can't be read: {words}."), {"words": str(error) or type(error).__name__})) from None
    return Input(stripped, tree, where=where or Text(""))


def _read_in(node: ast.AST) -> Iterator[ast.AST]:
    """A node and those in it, in the order of the text, but for what a function is called."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(node, ast.Call) and child is node.func):
            yield from _read_in(child)


def _hints() -> tuple[Text, ...]:
    example = "randn(N, D), randint(3, N), 0.5, [1, 2], {'pad': 1}"
    return (
        Text(_("An input is written like {example}."), {"example": example}),
        Text(_("Functions: {names}."), {"names": ", ".join(one.shown for one in FUNCTIONS.values())}),
    )


def _place(node: ast.AST, text: str) -> tuple[int, int]:
    """Where a node stands, in characters."""
    data = text.encode()
    start, end = getattr(node, "col_offset", 0), getattr(node, "end_col_offset", None) or len(data)
    return len(data[:start].decode(errors="ignore")), len(data[:end].decode(errors="ignore"))


_PLAIN = (ast.Name, ast.List, ast.Tuple, ast.expr_context, ast.operator, ast.unaryop)


def _allowed(node: ast.AST, text: str) -> None:
    """Is this a part of the language? Raises BadInput if it is none."""
    if isinstance(node, ast.Call):
        if called(node.func) not in FUNCTIONS:
            raise _no_function(node, text)
        return
    fits = isinstance(node, _PLAIN)
    if isinstance(node, ast.Constant):
        fits = node.value is None or isinstance(node.value, bool | int | float | str)
    elif isinstance(node, ast.UnaryOp):
        fits = isinstance(node.op, ast.USub | ast.UAdd)
    elif isinstance(node, ast.BinOp):
        fits = type(node.op) in _OPERATORS
    elif isinstance(node, ast.Dict):
        fits = None not in node.keys
    elif isinstance(node, ast.keyword):
        fits = node.arg is not None
    if not fits:
        raise BadInput(Text(_("`{code}` is more than I read in an input."), {"code": ast.unparse(node)}), *_place(node, text), _hints())


def _no_function(node: ast.Call, text: str) -> BadInput:
    name = called(node.func)
    close = difflib.get_close_matches(name, FUNCTIONS, 1)
    meant = (Text(_("Did you mean `{name}`?"), {"name": close[0]}),) if close else ()
    message = Text(_("I know no function `{name}` for inputs."), {"name": ast.unparse(node.func)})
    return BadInput(message, *_place(node.func, text), (*meant, *_hints()))


def called(node: ast.expr) -> str:
    """What a function is called; NumPy's own names of it are welcome: `np.random.randn`."""
    parts = ast.unparse(node).split(".")
    return parts[-1] if parts[:-1] in ([], ["np"], ["np", "random"], ["numpy"], ["numpy", "random"], ["random"]) else ".".join(parts)


def option(text: str) -> tuple[str, Input]:
    """What `--input` says, and of which name. Raises BadInput, with places in the whole text.

    >>> option("x=randn(4, 5)")[0]
    'x'
    """
    name, equals, expression = text.partition("=")
    if not equals or not re.fullmatch(r"\s*[^\W\d]\w*(\.[^\W\d]\w*)*\s*", name):
        form = Text(_("Write it as NAME=VALUE: `--input x=randn(4, 5)`."))
        raise BadInput(Text(_("This is not of the form NAME=VALUE.")), 0, len(name), (form,))
    try:
        return name.strip(), read(expression, Text("`--input {name}`", {"name": name.strip()}))
    except BadInput as bad:
        shift = len(name) + 1
        raise type(bad)(bad.text, bad.start + shift, bad.end + shift, bad.help) from None


# --- values


class Values:
    """The values of some inputs that are given together, and of the sizes that they share.

    >>> made = Values({"x": read("zeros(N, D)"), "w": read("ones(D, 3)")})
    >>> made.of("x").shape, made.of("w").shape
    ((4, 5), (5, 3))
    """

    def __init__(self, inputs: Mapping[str, Input]) -> None:
        self.inputs = inputs
        self.sizes = _sizes(inputs)
        self._made: dict[str, Any] = {}
        self._making: list[str] = []

    def of(self, name: str) -> Any:
        """The value of an input, the same each time it is asked for. Raises BadInput."""
        if name not in self._made:
            self._making.append(name)
            self._made[name] = _Evaluation(self, name).value()
            self._making.pop()
        return self._made[name]

    def named(self, name: str) -> Any:
        """What a name in an expression stands for: another input, or a size. Raises KeyError."""
        if name in self.inputs and name not in self._making:
            return self.of(name)
        return self.sizes[name]


def _sizes(inputs: Mapping[str, Input]) -> dict[str, int]:
    """A size for each name that has none: the usual one, or the least that no other has."""
    free = list(dict.fromkeys(name for one in inputs.values() for name in one.names if name not in inputs and _SIZE.fullmatch(name)))
    found = {name: SIZES[name] for name in free if name in SIZES}
    said = [one.tree.value for one in inputs.values() if isinstance(one.tree, ast.Constant) and type(one.tree.value) is int]
    taken = {*found.values(), *said, *(one.value for one in inputs.values() if type(one.value) is int)}
    for name in free:
        if name not in found:
            found[name] = next(size for size in range(3, 1000) if size not in taken)
            taken.add(found[name])
    return found


class _Evaluation:
    """One expression, made into a value."""

    def __init__(self, values: Values, name: str) -> None:
        self.values = values
        self.input = values.inputs[name]
        self.name = name
        self._generator: np.random.Generator | None = None

    @property
    def generator(self) -> np.random.Generator:
        """Numbers that depend on the input's name alone."""
        import numpy as np

        if self._generator is None:
            self._generator = np.random.default_rng(zlib.crc32(self.name.encode()))
        return self._generator

    def value(self) -> Any:
        return deepcopy(self.input.value) if self.input.tree is None else self._of(self.input.tree)

    def _of(self, node: ast.expr) -> Any:
        try:
            return self._made(node)
        except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
            words = {"code": ast.unparse(node), "words": _words(error)}
            raise BadInput(Text(_("`{code}` can't be made: {words}."), words), *_place(node, self.input.text)) from None

    def _made(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._name(node)
        if isinstance(node, ast.Tuple):
            return tuple(self._of(item) for item in node.elts)
        if isinstance(node, ast.List):
            return [self._of(item) for item in node.elts]
        if isinstance(node, ast.Dict):
            return {self._of(key): self._of(value) for key, value in zip(node.keys, node.values, strict=True) if key is not None}
        if isinstance(node, ast.UnaryOp):
            operand = _number(self._of(node.operand))
            return -operand if isinstance(node.op, ast.USub) else operand
        if isinstance(node, ast.BinOp):
            return _OPERATORS[type(node.op)](_number(self._of(node.left)), _number(self._of(node.right)))
        assert isinstance(node, ast.Call)
        function = FUNCTIONS[called(node.func)]
        args = [self._of(one) for one in node.args]
        kwargs = {str(one.arg): self._of(one.value) for one in node.keywords}
        try:
            return function.make(self.generator, *args, **kwargs)
        except (TypeError, ValueError) as error:
            words = {"code": ast.unparse(node), "words": _words(error)}
            form = Text(_("It is written `{form}`."), {"form": function.shown})
            place = _place(node, self.input.text)
            raise BadInput(Text(_("`{code}` can't be made: {words}."), words), *place, (form,)) from None

    def _name(self, node: ast.Name) -> Any:
        try:
            return self.values.named(node.id)
        except KeyError:
            raise NotKnown(
                Text(_("I don't know what `{name}` is here."), {"name": node.id}),
                *_place(node, self.input.text),
                (Text(_("A size begins with a capital or is a single letter, like N; anything else is an input that has a value.")),),
            ) from None


def _words(error: Exception) -> Text | str:
    return error.text if isinstance(error, Unmade) else str(error).rstrip(".") or type(error).__name__


def _number(value: Any) -> Any:
    """What can be reckoned with: no text, and no list that would be repeated."""
    import numpy as np

    if isinstance(value, bool | int | float | np.ndarray | np.generic):
        return value
    raise Unmade(Text(_("`{value}` is no number and no array"), {"value": repr(value)}))


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.FloorDiv: lambda a, b: a // b,
}
