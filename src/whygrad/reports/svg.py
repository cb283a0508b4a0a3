"""The circuit as a picture, in the manner of the CS231n notes: values above the wires in green, gradients below in red."""

from __future__ import annotations

from html import escape

from whygrad.drawing.scene import Scene
from whygrad.reports.heatmap import DARK, LIGHT, rules
from whygrad.reports.lettering import SMALL, Label, Parts, clipped, prose
from whygrad.reports.picture import MARGIN, ROW, Picture
from whygrad.reports.plates import about_arrays, has_arrays, short_value
from whygrad.reports.words import Words
from whygrad.text import Text, _

LEGEND_WIDTH = 430.0

_STYLE = """
text { font-family: "Helvetica Neue", Arial, "Liberation Sans", "DejaVu Sans", sans-serif; fill: #1f2937; }
.paper { fill: #ffffff; }
.wire, .gate, .box, .tip { stroke: #4b5563; stroke-width: 1.3; fill: none; }
.gate { fill: #eff6ff; stroke: #1d4ed8; } .box { fill: #f5f3ff; stroke: #6d28d9; }
.frame { fill: #6d28d9; fill-opacity: 0.05; stroke: #6d28d9; stroke-dasharray: 5 4; }
.dot { fill: #4b5563; } .bundle { stroke-width: 2.2; }
.value { fill: #15803d; } .gradient { fill: #c81e1e; } .wrong { fill: #b45309; font-weight: bold; }
.name { font-style: italic; }
.code { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.92em; }
.symbol { font-weight: bold; } .small, .frame-title, .shape { fill: #4b5563; }
@media screen and (prefers-color-scheme: dark) {
  text { fill: #e5e7eb; } .paper { fill: #111827; }
  .wire, .tip { stroke: #9ca3af; } .dot { fill: #9ca3af; }
  .gate { fill: #1e293b; stroke: #60a5fa; } .box { fill: #2e1065; stroke: #a78bfa; } .frame { stroke: #a78bfa; fill: #a78bfa; }
  .value { fill: #4ade80; } .gradient { fill: #fca5a5; } .wrong { fill: #fbbf24; } .small, .frame-title, .shape { fill: #9ca3af; }
}
"""


def picture(scene: Scene, words: Words) -> str:
    """The circuit as an SVG document. Raises `drawing.layout.NoLayout` if the library for it isn't there."""
    drawn = Picture(scene, words)
    width = max(drawn.width, LEGEND_WIDTH)
    legend, height = _legend(scene, words, drawn.height + 6, width)
    title, described = described_circuit(scene, words)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'role="img" lang="{escape(words.language)}" aria-labelledby="title desc">'
    )
    parts = [
        head,
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape(described)}</desc>',
        f"<style>{_STYLE}{_map_style() if has_arrays(scene) else ''}</style>",
        f'<rect class="paper" width="{width:.0f}" height="{height:.0f}"/>',
        *drawn.shapes,
        *(label.written() for label in (*drawn.labels, *legend)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _map_style() -> str:
    return f"{rules(LIGHT)}\n@media screen and (prefers-color-scheme: dark) {{ {rules(DARK)} }}\n"


def _legend(scene: Scene, words: Words, top: float, width: float) -> tuple[list[Label], float]:
    """What the colours mean, and what the picture takes for granted; and where that ends."""
    output = Text(_("gradient of `{output}`, on the way back"), {"output": clipped(scene.wiring.output)})
    rows: list[Parts] = [
        (("value", "0.5 "), ("small", words.say(_("value, on the way forward")))),
        (("gradient", "0.5 "), *prose(words.say(output), width)[0]),
    ]
    if any(not claimed.right for thing in scene.things for out in thing.outs for claimed in out.claimed):
        rows.append((("wrong", "✗ dx: 0.5 "), ("small", words.say(_("your gradient, where it is wrong")))))
    rows += [line for text in about_arrays(scene, words) for line in prose(text, width - 2 * MARGIN)]
    for note in scene.wiring.notes:
        rows += prose(words.say(note), width - 2 * MARGIN)
    for change in scene.wiring.changes:
        rows += prose(words.say(change.message), width - 2 * MARGIN)
    labels = [Label(MARGIN, top + SMALL + number * ROW, parts, SMALL) for number, parts in enumerate(rows)]
    return labels, top + len(rows) * ROW + MARGIN / 2


def described_circuit(scene: Scene, words: Words) -> tuple[str, str]:
    """A title, and all the numbers in words, for who can't see the picture."""
    output = scene.wiring.output
    described = [words.say(_("Values on the way forward, gradients on the way back."))]
    for thing in scene.things:
        for out in thing.outs:
            if not out.is_bundle:
                name = out.name or (words.say(thing.title) if isinstance(thing.title, Text) else thing.title)
                gradient = short_value(out.gradient, words)
                back = f", ∂{output}/∂{name} = {gradient}" if gradient else ""
                described.append(f"{name} = {short_value(out.value, words)}{back}.")
    return words.say(Text(_("The circuit of `{output}`"), {"output": output})), " ".join(described)
