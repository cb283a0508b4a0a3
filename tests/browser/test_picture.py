"""Pictures that the drawing was not tuned to, as a real browser lays out their text: nothing lies over anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawing.programs import PROGRAMS
from whygrad.drawing.numbers import wired
from whygrad.drawing.scene import scene
from whygrad.drawing.wiring import Wiring
from whygrad.reports.svg import picture
from whygrad.reports.words import words

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "right").glob("*.py"))[::4]

#: Pairs of texts that lie over one another, and texts that a wire runs through, in the page's own measures.
AUDIT = """
() => {
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
  for (const wire of document.querySelectorAll("svg path.wire, svg path.tip")) {
    const length = wire.getTotalLength();
    for (let at = 0; at <= length; at += 2) {
      const point = wire.getPointAtLength(at);
      const hit = (near.get(`${Math.floor(point.x / side)},${Math.floor(point.y / side)}`) ?? []).map((n) => boxes[n]).find(({ box, own }) =>
        !own && point.x > box.x + 1 && point.x < box.x + box.width - 1 && point.y > box.y + 4 && point.y < box.y + box.height - 4);
      if (hit) { found.push(`a wire through ${hit.text} at ${Math.round(hit.box.x)} ${Math.round(hit.box.y)}`); break; }
    }
  }
  return found;
}
"""


def drawn(text: str) -> list[str]:
    wiring = wired(text)
    return [picture(scene(wiring, *view), words("en")) for view in (((), 0), (("all",), 0))] if isinstance(wiring, Wiring) else []


def test_there_are_fifty_of_them():
    assert len(CORPUS) + len(PROGRAMS) >= 50


@pytest.mark.parametrize("text", [pytest.param(PROGRAMS[name], id=name) for name in PROGRAMS])
def test_no_text_lies_over_another_and_no_wire_over_a_text(browser, text):
    audited(browser, drawn(text))


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
