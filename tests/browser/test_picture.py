"""Pictures that the drawing was not tuned to, as a real browser lays out their text: nothing lies over anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawing import strange_programs
from tests.drawing.programs import PROGRAMS
from whygrad.drawing.asked import Asked
from whygrad.drawing.programs import wired_program
from whygrad.drawing.scene import Setting, scene
from whygrad.drawing.wiring import Wiring
from whygrad.reports.svg import picture
from whygrad.reports.words import words

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "right").glob("*.py"))[::4]

#: Pairs of texts that lie over one another, and texts that a wire runs through, in the page's own measures.
AUDIT = """
() => {
  // The straight parts of a path of M, L, H and Q, which rounds a corner off: `getPointAtLength` takes minutes where wires are long.
  const stretches = (path) => {
    const found = [];
    let at = [0, 0];
    for (const [, letter, rest] of path.matchAll(/([MLHQ])([^MLHQ]*)/g)) {
      const numbers = rest.trim().split(/[ ,]+/).map(Number);
      const to = letter === "H" ? [numbers[0], at[1]] : numbers.slice(-2);
      const through = letter === "Q" ? [(at[0] + 2 * numbers[0] + to[0]) / 4, (at[1] + 2 * numbers[1] + to[1]) / 4] : to;
      if (letter !== "M") found.push([at, through], [through, to]);
      at = to;
    }
    return found;
  };
  const texts = [...document.querySelectorAll("svg text")].filter((one) => one.textContent.trim());
  const boxes = texts.map((one) => ({ box: one.getBBox(), text: one.textContent, own: one.querySelector(".symbol, .box-title") !== null }));
  const found = [], side = 64, near = new Map();  // the texts by the squares that they lie in: a wire is compared with those beside it
  boxes.forEach(({ box }, n) => {
    for (let x = Math.floor(box.x / side); x <= (box.x + box.width) / side; x++)
      for (let y = Math.floor(box.y / side); y <= (box.y + box.height) / side; y++) {
        if (!near.has(`${x},${y}`)) near.set(`${x},${y}`, []);
        near.get(`${x},${y}`).push(n);
      }
  });
  const pairs = new Set();
  for (const own of near.values())
    for (const i of own) for (const j of own) if (i < j) pairs.add(i * boxes.length + j);
  for (const pair of pairs) {
    const [one, other] = [boxes[Math.floor(pair / boxes.length)], boxes[pair % boxes.length]];
    const [a, b] = [one.box, other.box];
    const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
    const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
    if (across > 0.5 && down > 3.5) found.push(`${one.text} over ${other.text}`);  // a line's box is taller than its letters
  }
  for (const wire of document.querySelectorAll("svg path.wire, svg path.tip"))
    for (const [[x, y], [across, down]] of stretches(wire.getAttribute("d"))) {
      const steps = Math.ceil(Math.hypot(across - x, down - y) / 2);
      for (let step = 0; step <= steps; step++) {
        const point = { x: x + (across - x) * step / (steps || 1), y: y + (down - y) * step / (steps || 1) };
        const own = near.get(`${Math.floor(point.x / side)},${Math.floor(point.y / side)}`) ?? [];
        const hit = own.map((n) => boxes[n]).find(({ box, own }) =>
          !own && point.x > box.x + 1 && point.x < box.x + box.width - 1 && point.y > box.y + 4 && point.y < box.y + box.height - 4);
        if (hit) { found.push(`a wire through ${hit.text} at ${Math.round(hit.box.x)} ${Math.round(hit.box.y)}`); break; }
      }
    }
  return found;
}
"""


def drawn(text: str) -> list[str]:
    wiring = wired_program(text)
    return [picture(scene(wiring, *view), words("en")) for view in (((), 0), (("all",), 0))] if isinstance(wiring, Wiring) else []


def test_there_are_fifty_of_them():
    assert len(CORPUS) + len(PROGRAMS) >= 50
    assert len(strange_programs.PROGRAMS) >= 50


@pytest.mark.parametrize("text", [pytest.param(PROGRAMS[name], id=name) for name in PROGRAMS])
def test_no_text_lies_over_another_and_no_wire_over_a_text(browser, text):
    audited(browser, drawn(text))


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in strange_programs.PROGRAMS.items()])
def test_nor_in_programs_that_nobody_looked_at(browser, text):
    pictures = drawn(text)
    assert pictures
    audited(browser, pictures)


def test_nor_among_a_thousand_things(browser):
    wiring = wired_program(strange_programs.CROWDED)
    assert isinstance(wiring, Wiring)
    seen = Asked(Setting(wiring, 1000)).scene()
    assert 900 < len(seen.things) <= 1000
    audited(browser, [picture(seen, words("en"))])


def test_nor_in_programs_of_the_corpus(browser):
    pictures = [one for file in CORPUS for one in drawn(file.read_text())]
    assert len(pictures) > 60
    audited(browser, pictures)


def audited(browser, pictures: list[str]) -> None:
    page = browser.new_page()
    try:
        for one in pictures:
            page.set_content(one)
            assert page.evaluate(AUDIT) == []
    finally:
        page.close()
