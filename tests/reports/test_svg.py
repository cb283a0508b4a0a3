"""The picture: well-formed, the same every time, and readable: no text lies over another, over a gate or outside."""

from __future__ import annotations

import itertools
import re
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

import whygrad
from tests.drawing.programs import PROGRAMS, SEED, STAGED
from tests.drawing.test_scene import programs
from whygrad.drawing.layout import Block, NoLayout, Rectangle, laid_out
from whygrad.drawing.numbers import wired
from whygrad.drawing.scene import scene
from whygrad.reports.lettering import Label, text_width
from whygrad.reports.picture import Picture
from whygrad.reports.svg import picture
from whygrad.reports.words import words

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str, *view: object) -> str:
    return picture(scene(wired(text), *view), words("en"))


def labels(text: str, *view: object) -> list[Label]:
    return Picture(scene(wired(text), *view), words("en")).labels


def overlap(one: Rectangle, other: Rectangle) -> bool:
    across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
    down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
    return across > 0.5 and down > 0.5


def readable(found: list[Label]) -> None:
    shown = [label for label in found if "".join(text for _style, text in label.parts).strip()]
    for one, other in itertools.combinations(shown, 2):
        assert not overlap(one.rectangle, other.rectangle), (one, other)
    for label in shown:
        assert label.x >= 0
        assert label.rectangle.y >= 0


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("view", [((), 0), ((), 1), (("all",), 0)])
def test_no_text_lies_over_another(name, view):
    readable(labels(PROGRAMS[name], *view))


def segments(shapes: list[str]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of all wires, corners cut."""
    found = []
    for shape in shapes:
        path = re.search(r'class="(?:wire|tip)[^"]*" d="([^"]*)"', shape)
        at = (0.0, 0.0)
        for command, written in re.findall(r"([MLQHV])([^MLQHV]*)", path[1] if path else ""):
            numbers = [float(number) for number in written.split()]
            end = (numbers[0], at[1]) if command == "H" else (at[0], numbers[0]) if command == "V" else (numbers[-2], numbers[-1])
            if command != "M":
                found.append((at, end))
            at = end
    return found


def touches(room: Rectangle, start: tuple[float, float], end: tuple[float, float]) -> bool:
    """Does a line run through the middle of a text's room?"""
    inner = Rectangle(room.x + 1, room.y + 1.5, room.width - 2, room.height - 3)
    first, last = 0.0, 1.0
    for at, to, low, high in (
        (start[0], end[0], inner.x, inner.x + inner.width),
        (start[1], end[1], inner.y, inner.y + inner.height),
    ):
        if abs(to - at) < 1e-9:
            if not low < at < high:
                return False
            continue
        enters, leaves = sorted(((low - at) / (to - at), (high - at) / (to - at)))
        first, last = max(first, enters), min(last, leaves)
    return first < last


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("expand", [(), ("all",)])
def test_no_wire_runs_through_a_number_or_a_name(name, expand):
    made = Picture(scene(wired(PROGRAMS[name]), expand), words("en"))
    lines = segments(made.shapes)
    assert lines
    for label in made.labels:
        if label.parts[0][0] not in ("symbol", "box-title"):  # these stand on the gates themselves
            assert not any(touches(label.rectangle, *line) for line in lines), label


RECURSIVE = (
    "import math\ndef tower(x, n):\n    if n == 0:\n        return x\n    return math.sin(tower(x, n - 1)) + x\nx = 0.7\ny = tower(x, 4)\n"
)


@pytest.mark.parametrize("text", [*PROGRAMS.values(), RECURSIVE])
def test_no_wire_runs_along_the_edge_of_a_closed_box(text):
    made = Picture(scene(wired(text)), words("en"))
    boxes = [re.search(r'class="box" x="(.+?)" y="(.+?)" width="(.+?)" height="(.+?)"', shape) for shape in made.shapes]
    for box in filter(None, boxes):
        x, y, width, height = map(float, box.groups())
        for edge in (y, y + height):
            along = [line for line in segments(made.shapes) if line[0][1] == line[1][1] and abs(line[0][1] - edge) < 5]
            assert not [line for line in along if min(line[0][0], line[1][0]) < x + width and max(line[0][0], line[1][0]) > x + 1]


@given(programs())
@settings(max_examples=20, deadline=None)
def test_no_text_lies_over_another_in_random_circuits(text):
    readable(labels(text))
    readable(labels(text, ("all",)))


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_picture_is_well_formed_and_holds_everything(name):
    text = drawn(PROGRAMS[name])
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text
    width, height = float(root.get("width")), float(root.get("height"))
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.get("x")) <= width
        assert 0 <= float(element.get("y")) <= height


def test_it_is_the_same_every_time():
    assert drawn(STAGED, ("all",)) == drawn(STAGED, ("all",))


def test_values_are_green_and_gradients_red_and_claims_that_are_wrong_stand_out():
    text = drawn(SEED)
    assert '<tspan class="value">0.7311</tspan>' in text
    assert '<tspan class="gradient">0.1966 ✓</tspan>' in text
    assert '<tspan class="wrong">✗ grad_x[0]: -0.7311</tspan>' in text
    assert '<tspan class="wrong">✗ grad_w[2]: missing</tspan>' in text
    assert "never imported" in text


def test_names_and_code_are_escaped():
    text = drawn('import math\nd = {"<a&b>": 2.0}\nf = d["<a&b>"] * 3.0\n')
    assert "&lt;a&amp;b&gt;" in text
    ElementTree.fromstring(text)


def test_wires_run_from_left_to_right_and_end_at_their_gate():
    seen = scene(wired(STAGED))
    made = Picture(seen, words("en"))
    for wire in seen.wires:
        start = made.starts[wire.source, wire.out][0]
        assert start[0] < made.ends[seen.things[wire.target].ports[wire.port].wire][-1][0]


def test_operands_that_can_not_change_places_come_from_the_top_down():
    seen = scene(wired("a = 2.0\nb = 3.0\nc = b * 2.0\nf = (c - a) / (a + b)\n"))
    made = Picture(seen, words("en"))
    (divide,) = (thing for thing in seen.things if thing.title == "/")
    first, second = (made.ends[port.wire][-1] for port in divide.ports)
    assert first[1] < second[1]


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch):
    import whygrad

    monkeypatch.setitem(sys.modules, "graphlay", None)
    with pytest.raises(NoLayout):
        laid_out([Block(1, 1)], [])
    circuit = whygrad.show(STAGED, lang="en")
    with pytest.raises(ImportError, match=r"whygrad\[draw\]"):
        circuit.svg()
    assert circuit._repr_svg_() is None
    assert "invden" in str(circuit)


def test_wide_letters_count_more():
    assert text_width("W") > text_width("i")
    assert text_width("漢") > text_width("a")


def test_the_colours_have_a_version_for_the_dark():
    assert re.search(r"@media screen and \(prefers-color-scheme: dark\)", drawn(STAGED))


@pytest.mark.parametrize(("size", "there"), [(2, False), (9, True)])
def test_maps_are_explained_where_there_are_any(size, there):
    text = f"import numpy as np\nx = np.linspace(1.0, 2.0, {size})\nL = (x**2).sum()\n"
    circuit = whygrad.show(text, lang="en")
    for drawn in (circuit.svg(), re.sub(r"<script.*?</script>", "", circuit.html(), flags=re.DOTALL)):
        assert ("each map has its own scale" in drawn) == there
        assert ("of the sum of squares" in drawn) == there
