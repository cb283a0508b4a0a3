"""Which messages a source file holds: what it marks with `_()`, and the plural forms of `Text`.

    _("What is wrong here")
    Text(_("{n} gradient is wrong"), {"n": n}, plural=_("{n} gradients are wrong"))

Babel's own extractor looks at tokens, and does not see that `plural=` belongs to the first argument; this one reads the
syntax tree, where strings that stand side by side are one string already.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True)
class Message:
    """An English template, its plural if it has one, and the line where it stands."""

    line: int
    template: str
    plural: str = ""


class NotExtractable(ValueError):
    """A call that marks something else than a plain string: no catalogue could hold it."""


def fields(template: str) -> set[str]:
    """The names in braces: {"name"} for "{name} is wrong"."""
    return {name for _, name in _parts(template) if name is not None}


def has_words(template: str) -> bool:
    """Whether there is anything to translate outside the fields: "{a}, {b}" has nothing."""
    return any(character.isalpha() for text, _ in _parts(template) for character in text)


def _parts(template: str) -> list[tuple[str, str | None]]:
    """Pieces of text, each with the name of the field after it. A text that is no template, such as a page's, is one piece."""
    try:
        return [(text, name) for text, name, _, _ in Formatter().parse(template)]
    except ValueError:
        return [(template, None)]


def messages_in(source: str, file: str) -> list[Message]:
    """Every message of a source text, in the order of its lines."""
    found: list[Message] = []
    spent: set[ast.AST] = set()  # _() calls that a Text call has dealt with, the halves of a plural
    for node in ast.walk(ast.parse(source, file)):  # breadth first: a Text call comes before the _() calls inside it
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node in spent:
            continue
        if node.func.id == "_":
            found.append(Message(node.lineno, _marked(node, file)))
        elif node.func.id == "Text" and (message := _text(node, spent, file)):
            found.append(message)
    return sorted(found, key=lambda message: message.line)


def _text(call: ast.Call, spent: set[ast.AST], file: str) -> Message | None:
    """What a Text call adds to the _() calls inside it: a plural, or a template that was not marked by itself."""
    arguments = {keyword.arg: keyword.value for keyword in call.keywords}
    template = call.args[0] if call.args else arguments.get("template")
    plural = arguments.get("plural")
    if plural is None:
        if isinstance(template, ast.Constant | ast.JoinedStr) and has_words(_literal(template, file)):
            return Message(call.lineno, _literal(template, file))
        return None
    if template is None:
        raise NotExtractable(f"{file}:{call.lineno}: a plural without its singular")
    spent.update((template, plural))
    return Message(call.lineno, _literal(template, file), _literal(plural, file))


def _literal(node: ast.expr, file: str) -> str:
    """The string that stands at `node`, bare or inside _()."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
        return _marked(node, file)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise NotExtractable(f"{file}:{node.lineno}: a message has to be a plain string, so that it can be looked up in a catalogue")


def _marked(call: ast.Call, file: str) -> str:
    if len(call.args) != 1 or call.keywords:
        raise NotExtractable(f"{file}:{call.lineno}: _() takes one string")
    return _literal(call.args[0], file)
