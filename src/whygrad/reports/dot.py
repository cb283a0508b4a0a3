"""The circuit as text for Graphviz: a table for each thing, its values in green above its gradients in red, a cluster for each open box."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from whygrad.drawing.scene import Out, Scene, Thing
from whygrad.reports.frame import harmless
from whygrad.reports.lettering import Parts, clipped
from whygrad.reports.picture import ORDERED, SYMBOLS
from whygrad.reports.plates import constant, plate, short_share
from whygrad.reports.words import Words
from whygrad.text import Text, _

#: How a file of ours begins.
MARK = "// drawn by whygrad\n"

_COLOURS = {"value": "#15803d", "gradient": "#c81e1e", "wrong": "#b45309", "small": "#4b5563", "shape": "#4b5563"}
_GATE = 'border="1" style="rounded" color="#1d4ed8" bgcolor="#eff6ff"'
_BOX = 'border="1" style="rounded" color="#6d28d9" bgcolor="#f5f3ff"'


def graph(scene: Scene, words: Words) -> str:
    """The circuit in the language of Graphviz's `dot`.

    >>> from whygrad.drawing.numbers import wired
    >>> from whygrad.drawing.scene import scene
    >>> from whygrad.reports.words import words
    >>> graph(scene(wired("x = 3.0\\ny = x * x\\n")), words("en")).startswith("// drawn by whygrad\\ndigraph circuit {")
    True
    """
    return MARK + "\n".join(_Graph(scene, words).lines()) + "\n"


class _Graph:
    def __init__(self, scene: Scene, words: Words) -> None:
        self.scene = scene
        self.words = words

    def lines(self) -> Iterator[str]:
        yield "digraph circuit {"
        yield '  graph [rankdir=LR, fontname="Helvetica", fontsize=11, nodesep=0.3, ranksep=0.4, tooltip=" ", labelloc=b, labeljust=l,'
        yield f"    label=<{self._legend()}>];"
        yield '  node [shape=plain, fontname="Helvetica", fontsize=12];'
        yield '  edge [fontname="Helvetica", fontsize=10, color="#4b5563", fontcolor="#c81e1e", arrowsize=0.6];'
        yield from self._inside(None, "  ")
        for number, thing in enumerate(self.scene.things):
            yield from self._coming(number, thing)
        yield "}"

    def _coming(self, number: int, thing: Thing) -> Iterator[str]:
        """What goes into a thing, in the order of its operands; where these can't change places, each to its own number."""
        for position, port in enumerate(thing.ports):
            end = f"t{number}:{f'i{position}' if _is_ordered(thing) else 'body'}:w"
            if port.wire is None:
                yield f"  c{number}_{position} -> {end} [arrowhead=none];"
                continue
            wire = self.scene.wires[port.wire]
            said = [f"label=<{label}>"] if wire.is_shared and (label := self._share(port.wire)) else []
            said += ["penwidth=2"] if self.scene.things[wire.source].outs[wire.out].is_bundle else []
            yield f"  t{wire.source}:o{wire.out}:e -> {end} [{', '.join(said)}];"

    def _inside(self, group: int | None, indent: str) -> Iterator[str]:
        """What lies directly in an open box, or in none."""
        for number, thing in enumerate(self.scene.things):
            if thing.group == group:
                yield from self._thing(number, thing, indent)
        for number, inner in enumerate(self.scene.groups):
            if inner.parent == group:
                yield f"{indent}subgraph cluster_{number} {{"
                title = self._text(clipped(self._say(inner.title)), "small")
                yield f'{indent}  style="dashed,rounded"; color="#6d28d9"; labelloc=t; label=<{title}>;'
                yield from self._inside(number, indent + "  ")
                yield f"{indent}}}"

    def _thing(self, number: int, thing: Thing, indent: str) -> Iterator[str]:
        yield f"{indent}t{number} [label=<{self._table(thing)}>, ordering=in];"
        for position, port in enumerate(thing.ports):
            if port.wire is None:
                yield f"{indent}c{number}_{position} [label=<{self._text(constant(port.constant), 'value')}>];"

    def _table(self, thing: Thing) -> str:
        symbol = clipped(self._say(thing.title))
        symbol = SYMBOLS.get(symbol, symbol) if thing.kind == "gate" else symbol
        symbol += " ✗" if thing.hides_wrong else ""
        style = {"gate": _GATE, "box": _BOX, "input": 'border="0"'}[thing.kind]
        rows = max(len(thing.outs), 1)
        written = f"<i>{_safe(symbol)}</i>" if thing.kind == "input" else f"<b>{_safe(symbol)}</b>"
        written = self._numbered(len(thing.ports), written) if _is_ordered(thing) else written
        body = f'<td port="body" rowspan="{rows}" {style}>{written}</td>' if symbol else f'<td port="body" rowspan="{rows}"></td>'
        cells = [self._out(position, out, thing) for position, out in enumerate(thing.outs)] or [""]
        table = "".join(f"<tr>{body if not k else ''}{cell}</tr>" for k, cell in enumerate(cells))
        return f'<table border="0" cellborder="0" cellspacing="0" cellpadding="4">{table}</table>'

    def _numbered(self, count: int, written: str) -> str:
        """A symbol behind the numbers of its operands, each with a place where its wire ends."""
        numbers = [f'<td port="i{position}">{self._text(str(position + 1), "small")}</td>' for position in range(count)]
        rows = [f'<tr>{numbers[0]}<td rowspan="{count}">{written}</td></tr>', *(f"<tr>{cell}</tr>" for cell in numbers[1:])]
        return f'<table border="0" cellborder="0" cellspacing="0" cellpadding="1">{"".join(rows)}</table>'

    def _out(self, position: int, out: Out, thing: Thing) -> str:
        """The value above, the gradient below, as in the picture."""
        own = plate(out, self.words, is_input=thing.kind == "input")
        rows = [self._parts(parts) for _role, parts in (*own.above.rows, *own.below.rows)]
        return f'<td port="o{position}" balign="left">{"<br/>".join(row for row in rows if row)}</td>'

    def _parts(self, parts: Parts) -> str:
        return "".join(self._text(text, style) for style, text in parts)

    def _text(self, text: str, style: str) -> str:
        if not text:
            return ""
        written = f"<i>{_safe(text)}</i>" if style == "name" and text.strip() else _safe(text)
        return f'<font color="{_COLOURS[style]}">{written}</font>' if style in _COLOURS else written

    def _share(self, wire: int) -> str:
        share = short_share(self.scene.wires[wire].share, self.words)
        return self._text(share, "gradient")

    def _legend(self) -> str:
        output = Text(_("gradient of `{output}`, on the way back"), {"output": clipped(self.scene.wiring.output)})
        rows = [
            self._text(f"0.5 {self.words.say(_('value, on the way forward'))}", "value"),
            self._text("0.5 " + self.words.say(output).replace("`", ""), "gradient"),
        ]
        if any(thing.hides_wrong or any(not claimed.right for out in thing.outs for claimed in out.claimed) for thing in self.scene.things):
            rows.append(self._text(f"✗ {self.words.say(_('your gradient, where it is wrong'))}", "wrong"))
        return "".join(f'{row}<br align="left"/>' for row in rows)

    def _say(self, title: Text | str) -> str:
        return self.words.say(title) if isinstance(title, Text) else title


def _is_ordered(thing: Thing) -> bool:
    """Is it a gate whose operands can't change places?"""
    return thing.gate is not None and thing.gate.name in ORDERED | {"matmul"} and len(thing.ports) > 1


def _safe(text: str) -> str:
    """Text in a label: nothing in it is taken for markup, and no line breaks."""
    return escape(harmless(text), quote=False)
