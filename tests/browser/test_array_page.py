"""Pictures and pages of programs on arrays, in a real browser."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.test_picture import audited
from tests.drawing.array_programs import HEAD, LSTM_STEP, NET, PROGRAMS, RNN, TRAINING
from whygrad.drawing.arrays import ArrayWiring
from whygrad.drawing.programs import wired_program
from whygrad.drawing.scene import scene
from whygrad.reports.svg import picture
from whygrad.reports.words import words

#: Of the corpus, so that the drawing isn't tuned to them.
CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "arrays" / "right").glob("*.py"))[2::11]


def drawn(text: str, file: str = "it.py", language: str = "en") -> list[str]:
    wiring = wired_program(text, file)
    assert isinstance(wiring, ArrayWiring)
    return [picture(scene(wiring, *view), words(language)) for view in (((), 0), (("all",), 0))]


@pytest.mark.parametrize("name", PROGRAMS)
@pytest.mark.parametrize("language", ["en", "pt_BR"])
def test_no_text_lies_over_another_and_no_wire_over_a_text(browser, name, language):
    audited(browser, drawn(PROGRAMS[name], language=language))


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in CORPUS])
def test_nor_in_programs_of_the_corpus(browser, file):
    audited(browser, drawn(file.read_text(), str(file)))


def test_there_are_ten_of_them():
    assert len(CORPUS) >= 10


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def test_every_gate_has_its_rule_with_shapes_and_reasons(opened):
    page = opened(NET)
    press(page, "Home", "ArrowRight")
    assert "16×32" in page.text_content("#rule .maths")
    press(page, "End", "ArrowLeft")
    assert page.locator("#rule .share pre").all_text_contents() == ["dx = dt1 @ W1.T", "dW1 = x.T @ dt1"]
    assert page.locator("#rule .share pre [data-node]").count() == 6
    formulas = page.locator("#rule .share .maths")
    assert formulas.count() == 2
    assert all(shape in formulas.first.text_content() for shape in ("16×8", "16×32", "32×8"))
    page.locator("#rule .share mrow[data-node][tabindex]").first.hover()
    assert page.locator("#canvas .pointed").count() == 1
    assert "Why the transpose?" in page.text_content("#rule .why")
    assert page.locator("#code .current").all_text_contents() == ["x @ W1"]


def test_a_module_is_told_as_one_gate(opened):
    page = opened(NET)
    press(page, "End", *["ArrowLeft"] * 6)
    assert "softmax cross-entropy" in page.inner_text("#rule")
    assert "dscores" in page.text_content("#rule pre")


def test_a_whole_array_is_shown_when_it_is_opened(opened):
    page = opened(TRAINING)
    page.locator("#canvas .is-input", has_text="W1").focus()
    press(page, "Enter")
    numbers = page.locator("#rule details.whole").first
    assert numbers.locator("table").count() == 0
    numbers.locator("summary").click()
    assert numbers.locator("tbody tr").count() == 2
    assert numbers.locator("td[class]").count() == 32
    space: dict[str, np.ndarray] = {}
    exec(TRAINING.split("for step")[0], space)
    assert float(numbers.locator("td[class]").first.text_content()) == pytest.approx(space["W1"][0, 0], rel=1e-2)
    negative = space["W1"].ravel() < 0
    styles = numbers.locator("td[class]").evaluate_all("cells => cells.map((cell) => cell.className)")
    assert all(style.startswith("n") == below for style, below in zip(styles, negative, strict=True) if style != "h0")


def test_steps_hide_what_has_not_been_computed_yet(opened):
    page = opened(LSTM_STEP)
    press(page, "Home")
    shown = "#canvas :is(text, use):is(.above, .below):not(.pending)"
    at_first = page.locator(shown).count()
    assert page.locator("#canvas .is-gate :is(text, use):is(.above, .below):not(.pending)").count() == 0
    press(page, "End")
    assert page.locator(shown).count() > 3 * at_first
    assert page.locator("#canvas .pending").count() == 0


def test_a_loop_opens_turn_by_turn(opened):
    page = opened(RNN)
    titles = "#canvas .box-title"
    expect(page.locator(titles)).to_have_text("for t in range(xs.shape[1]) × 12")
    page.locator("#canvas .is-box > rect").first.click()
    expect(page.locator(titles).first).to_have_text("turn 1")
    assert page.locator(titles).count() == 4
    page.locator("#canvas .is-box > rect").first.click()
    assert page.locator("#canvas .frame-of").count() == 2


def test_paths_light_up_and_say_what_comes_back(opened):
    page = opened(HEAD)
    page.locator("[data-input]", has_text="Wv").click()
    assert page.locator("#canvas .link.lit").count() == 2
    assert "One path" in page.text_content("#ways")
    page.locator("[data-input]", has_text="x").click()
    assert "paths: the gradient is the sum of what comes back" in page.text_content("#ways")
    every = page.locator("#canvas .link.lit").count()
    page.locator("[data-path='0']").click()
    assert 0 < page.locator("#canvas .link.lit").count() < every


def test_mine_and_true_stand_at_the_wire_and_the_gate_is_marked(opened):
    page = opened(TRAINING, "check")
    claims = page.locator("#canvas text.claim").all_text_contents()
    assert sorted(text.split("[")[0] for text in claims) == ["✗ dW1", "✗ db1"]
    assert page.locator("#canvas text.below", has_text="✓").count() >= 2
    slips = page.locator("#canvas .slip")
    assert slips.count() == 1
    assert "maximum" in slips.text_content(), "its local gradient is what the program leaves out"
    assert "(h > 0)" in page.locator(".diff .added").first.text_content()


def test_the_language_is_switched(opened):
    page = opened(TRAINING, "check")
    page.select_option("#language", label="Português (Brasil)")
    words = " ".join(page.locator("#canvas text").all_text_contents())
    assert "média" in words
    assert "mean" not in words
    assert "norm " not in words
    assert "e não" in page.locator("#canvas text.claim").first.text_content()
    assert page.locator("[lang=en]:visible").count() == 0
    page.select_option("#language", label="English")
    assert "mean" in " ".join(page.locator("#canvas text").all_text_contents())


@pytest.mark.parametrize("width", [320, 1280, 2560])
def test_the_page_is_never_wider_than_the_window(opened, width):
    page = opened(NET, "show", width=width)
    for do in ("open", "start", "end", "larger"):
        page.locator(f"[data-do={do}]").click()
        press(page, "ArrowLeft")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), do
    page.locator("[data-input]").first.click()
    for one in page.locator("details.whole summary").all():
        one.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "command"), [("training", "check"), ("batchnorm", "check"), ("lstm_step", "show")])
def test_axe_finds_nothing(opened, name, command, scheme):
    page = opened(PROGRAMS[name], command, scheme=scheme)
    for keys in (("Home", "ArrowRight"), ("End", "ArrowLeft")):
        press(page, *keys)
        for one in page.locator("details.whole summary").all():
            one.click()
        page.wait_for_timeout(250)  # colours change slowly
        assert violations(page) == []
    press(page, "Escape")
    page.locator("[data-input]").first.click()
    page.select_option("#language", "pt-BR")
    page.locator("[data-do=open]").click()
    page.wait_for_timeout(250)
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


# --- all of it in view, and large enough

NESTED = """\
import math
def f1(x): return math.sin(x) * 2
def f2(x): return f1(x) + f1(x * x)
def f3(x, y): return f2(x) * f2(y)
w = 0.3
x = 0.7
s = 0.0
for i in range(3):
    s = s + f3(w, x) * i
L = s * s
"""
FIVE = """\
a, b, c, d, e = (rng.normal(size=(4, 4)) for _ in range(5))
def f(a, b, c, d, e):
    return (a @ b + c @ d) @ e
loss = np.mean(f(a, b, c, d, e) ** 2)
"""
IN_VIEW = """(style) => {
  const frame = document.querySelector("#canvas").getBoundingClientRect();
  return [...document.querySelectorAll(`#canvas ${style}`)].every((one) => {
    const own = one.getBoundingClientRect();
    return own.top >= frame.top - 1 && own.left >= frame.left - 1 && own.bottom <= frame.bottom + 1 && own.right <= frame.right + 1;
  });
}"""
#: How many pixels high the letters of some texts are.
SIZES = """(texts) => [...document.querySelectorAll(texts)].filter((one) => one.getScreenCTM() && one.getClientRects().length)
  .map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)"""


@pytest.mark.parametrize("text", [HEAD, "import numpy as np\nrng = np.random.default_rng(0)\n" + FIVE], ids=["head", "five"])
def test_a_circuit_that_has_room_is_all_in_view(opened, text):
    page = opened(text, width=2560)
    assert page.evaluate(IN_VIEW, ".thing")


def test_what_is_opened_is_seen_from_its_beginning_with_titles_to_be_read(opened):
    page = opened(NESTED)
    page.locator("[data-do=open]").click()
    assert page.evaluate(IN_VIEW, ".is-input > .title")
    assert min(page.evaluate(SIZES, "#canvas .frame-title")) >= 10


def test_the_last_line_of_the_program_is_in_view(opened):
    page = opened(HEAD + "\n" * (25 - HEAD.count("\n")), width=2560)
    low, end = page.evaluate(
        "[[...document.querySelectorAll('#code .row')].at(-1).getBoundingClientRect().bottom,"
        " document.querySelector('#code').getBoundingClientRect().bottom]"
    )
    assert low <= end + 1


def test_on_paper_a_wide_circuit_comes_in_parts_that_can_be_read(opened):
    page = opened(TRAINING, "check", width=680)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#canvas svg.part").count() > 1
    assert min(page.evaluate(SIZES, "#canvas svg.part text")) >= 7
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("#canvas svg").count() == 1
