"""The page in a real browser, from disk, with the network off."""

from __future__ import annotations

import json
import math
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

import whygrad
from tests.drawing import strange_programs
from tests.drawing.programs import CLASSES, NEURON, PROGRAMS, RECURSION, SEED, STAGED
from whygrad.drawing.numbers import wired
from whygrad.drawing.scene import scene

CALLS = """\
import math


def neuron(weights, inputs, bias):
    total = bias
    for w, x in zip(weights, inputs):
        total = total + w * x
    return 1 / (1 + math.exp(-total))


x = [0.5, -1.2]
hidden = [neuron(row, x, 0.1) for row in [[0.3, -0.4], [0.8, 0.2]]]
score = 0.0
for i in range(2):
    score = score + hidden[i] * hidden[i] * 0.5
loss = (math.tanh(score) - 1.0) ** 2 + 0.01 * score
"""

WRONG = (
    STAGED
    + """\
dnum = invden
dinvden = num
dden = (-1.0 / (den**2)) * dinvden
dsigx = dden
dxpysqr = dden
dxpy = (2 * xpy) * dxpysqr
dx = dxpy
dy = dxpy
dx += ((1 - sigx) * sigx) * dsigx
dsigy = dnum
dy += sigy * dsigy
"""
)

STOPS = """\
x = 3.0
y = x * x
dx = 2 * y *
"""

ARRAYS = """\
import numpy as np
X = np.array([[1.0, 2.0], [3.0, 4.0]])
W = np.array([[0.5], [0.2]])
out = X @ W
loss = np.sum(out ** 2)
dout = 2 * out
dW = X @ dout
"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def current(page: Page) -> str | None:
    return page.evaluate("document.querySelector('[aria-current=step]')?.dataset.key ?? null")


def shown(page: Page, role: str) -> list[str]:
    """The numbers of a kind that can be seen in the picture."""
    texts = page.locator(f"#canvas text.{role}:not(.pending) .{'value' if role == 'above' else 'gradient'}")
    return texts.all_text_contents()


def data(page: Page) -> dict:
    return json.loads(page.text_content("#data"))


def rule(page: Page) -> str:
    """What is said of the gate, its formulas as they are read from left to right."""
    return re.sub(r"\s+", " ", page.text_content("#rule")).replace("−", "-")


def things(page: Page) -> list[str]:
    return page.evaluate("[...document.querySelectorAll('#canvas .thing')].map((one) => one.dataset.key)")


# --- step by step


def test_the_seed_is_gone_through_forward_and_back_by_keyboard_alone(opened):
    page = opened(SEED, "check")
    seen = scene(wired(SEED))
    gates = [thing for thing in seen.things if thing.kind != "input"]
    inputs = len(seen.things) - len(gates)
    press(page, "Home")
    assert len(shown(page, "above")) == inputs
    assert shown(page, "below") == []
    for number, gate in enumerate(gates, 1):
        press(page, "ArrowRight")
        assert len(shown(page, "above")) == inputs + number
        assert shown(page, "below") == []
        expect(page.locator("#now")).to_contain_text(f"Forward, {number} of {len(gates)}")
        assert f"={gate.outs[0].value:.4g}" in rule(page)
    press(page, "ArrowRight")
    assert shown(page, "below") == ["1"]
    assert "∂activation∂activation=1" in rule(page)
    for number, gate in enumerate(reversed(gates), 1):
        press(page, "ArrowRight")
        assert current(page) is not None
        assert f"Back, {number} of {len(gates)}" in rule(page)
        assert f"{gate.outs[0].gradient:.4g}" in rule(page)
        marked = "".join(page.locator("#code .current").all_text_contents())
        assert marked, "the source of the gate is marked"
    assert len(shown(page, "below")) == len(seen.things)
    press(page, "ArrowLeft", "Home", "End")
    expect(page.locator("#now")).to_have_text("Everything is shown")
    assert current(page) is None


def test_the_rule_of_a_sigmoid_is_its_short_local_gradient_times_what_comes_from_above(opened):
    page = opened(SEED, "check")
    press(page, "Home", *["ArrowRight"] * 7)
    assert "(1-activation)⋅activation" in rule(page)
    assert "=1⋅0.1966=0.1966" in rule(page)
    assert "".join(page.locator("#code .current").all_text_contents()).startswith("1 / 1 + math.exp(-product)")


def test_what_comes_back_by_several_wires_is_added_up_as_it_comes(opened):
    page = opened(STAGED)
    press(page, "End")
    sums = []
    for _step in range(9):
        press(page, "ArrowLeft")
        sums = page.locator("#rule .sum").all_text_contents() or sums
    assert any("So far:" in one for one in sums)
    page.locator("#slider").focus()
    press(page, "End", "ArrowLeft")
    assert "∂f∂x=0.5121-0.03576" not in rule(page)  # x is complete a step before
    x = next(number for number, thing in enumerate(scene(wired(STAGED)).things) if thing.title == "x")
    gradient = scene(wired(STAGED)).things[x].outs[0].gradient
    seen = ""
    for _step in range(9):
        seen += rule(page)
        press(page, "ArrowLeft")
    assert f"={gradient:.4g}" in seen


def test_space_plays_and_stops(opened):
    page = opened(NEURON)
    page.evaluate("document.activeElement.blur()")
    press(page, "Space")
    expect(page.locator("[data-do=play]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#now")).to_contain_text("Forward, 1", timeout=6000)
    press(page, "Space")
    expect(page.locator("[data-do=play]")).to_have_attribute("aria-pressed", "false")


def test_the_slider_and_the_buttons_step_too(opened):
    page = opened(NEURON)
    page.locator("[data-do=start]").click()
    expect(page.locator("#now")).to_have_text("The inputs")
    page.locator("[data-do=forward]").click()
    page.locator("#slider").focus()
    press(page, "ArrowRight")
    expect(page.locator("#now")).to_contain_text("Forward, 2")
    assert page.get_attribute("#slider", "aria-valuetext").startswith("Forward, 2")


# --- open and close


def tab_to(page: Page, selector: str) -> None:
    for _tab in range(200):
        press(page, "Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"no way to {selector} by keyboard")


def test_a_box_opens_and_closes_by_keyboard(opened):
    page = opened(STAGED)
    before = things(page)
    tab_to(page, "#canvas [aria-expanded=false]")
    key = page.evaluate("document.activeElement.dataset.key")
    press(page, "Enter")
    assert key not in things(page)
    assert len(things(page)) == len(before) + 3
    frame = page.locator(f"#canvas .frame-of[data-key={key}]")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#live")).to_have_text("sigmoid is open.")
    press(page, "Enter")
    assert things(page) == before
    expect(page.locator(f"#canvas .thing[data-key={key}]")).to_be_focused()


def test_boxes_open_and_close_by_click_one_in_another(opened):
    page = opened(RECURSION)
    opened_before = 0
    while page.locator("#canvas .is-box").count():
        page.locator("#canvas .is-box > rect").first.click()
        now = page.locator("#canvas .frame-of").count()
        assert now == opened_before + 1
        opened_before = now
    assert opened_before == 6
    page.locator("#canvas .frame-of .sign").first.click()
    assert page.locator("#canvas .frame-of").count() < 6
    page.get_by_role("button", name="Open all").click()
    assert page.locator("#canvas .frame-of").count() == 6
    page.get_by_role("button", name="Close all").click()
    assert page.locator("#canvas .frame-of").count() == 0


def test_every_view_of_the_page_has_the_same_inputs_and_output(opened):
    page = opened(CLASSES)
    found = data(page)
    assert len(found["views"]) > 8
    for view in found["views"]:
        outs = [out for key in view["order"] for out in found["things"][key]["outs"]]
        assert sum(out["output"] for out in outs) == 1
        inside = sorted(node for key in view["order"] for node in found["things"][key]["inside"])
        assert len(inside) == len(set(inside)), "each gate is seen once"


def test_a_step_stays_where_it_is_when_a_box_opens(opened):
    page = opened(CALLS)
    press(page, "Home", "ArrowRight")
    assert current(page) == page.get_attribute("#canvas .is-box", "data-key")
    page.locator("#canvas .is-box > rect").first.click()
    expect(page.locator("#now")).to_contain_text("Forward, 1 of")
    assert current(page).startswith("n")


def test_what_the_page_does_not_hold_gives_way_to_the_nearest(opened):
    calls = "".join(f"s = s + f(x + {n}.0)\n" for n in range(9))
    page = opened(f"def f(z):\n    a = z * z\n    return a + 0.5 * z\n\nx = 0.3\ns = 0.0\n{calls}")
    for number in range(6):
        assert page.locator("#canvas .is-box").count()
        box = page.locator("#canvas .is-box > rect").first
        box.click()
        assert page.locator("#canvas .frame-of").count() >= 1, number
    assert page.evaluate("document.documentElement.dataset.ready") == "true"


def test_a_long_loop_opens_turn_by_turn_as_far_as_the_page_holds_it(opened):
    page = opened("x = 0.5\ns = 0.0\nfor i in range(1000):\n    t = x * s\n    s = t + x\nf = s * x\n")
    page.locator("#canvas .is-box > rect").first.click()
    expect(page.locator("#canvas .box-title").first).to_contain_text("turns 1 to 25")
    page.locator("#canvas .is-box > rect").first.click()
    expect(page.locator("#canvas .box-title").first).to_contain_text("turn 1")
    shut = page.locator("#canvas .is-box:not([aria-expanded])").last
    shut.press("Enter")
    assert "gates seen as one" in page.text_content("#rule")
    assert page.locator("#canvas .frame-of").count() == 2


# --- paths


@pytest.mark.parametrize("text", [SEED, STAGED, NEURON, CALLS])
def test_all_paths_add_up_to_the_gradient(opened, text):
    page = opened(text)
    wiring = wired(text)
    found = data(page)["paths"]
    assert found
    for node, own in found.items():
        assert int(own["count"]) >= len(own["paths"]) >= 1
        products = [math.prod(_local(wiring, edge) for edge in path["edges"]) for path in own["paths"]]
        if int(own["count"]) == len(products):
            assert math.fsum(products) == pytest.approx(wiring.gradient(int(node)))


def _local(wiring, edge: list[int]) -> float:
    source, target, position = edge
    operands = [wiring.graph.values[one] for one in wiring.operands[target]]
    assert wiring.operands[target][position] == source
    return wiring.graph.gates[target].local_gradient(position, wiring.graph.values[target], operands)


def test_a_chosen_input_lights_its_paths(opened):
    page = opened(STAGED)
    page.locator("#canvas .is-input > text.title").first.click()
    ways = page.text_content("#ways")
    assert "3 paths: the gradient is their sum." in ways
    every = page.locator("#canvas .link.lit").count()
    page.locator("[data-path='0']").focus()
    press(page, "Enter")
    assert 0 < page.locator("#canvas .link.lit").count() < every
    expect(page.locator("[data-path='0']")).to_have_attribute("aria-pressed", "true")
    press(page, "Escape")
    assert page.locator("#canvas .lit").count() == 0


# --- what belongs together


def test_a_gate_its_code_and_its_formula_light_up_together(opened):
    page = opened(STAGED)
    key = page.evaluate("[...document.querySelectorAll('.is-gate')].find((one) => one.textContent.includes('xpysqr')).dataset.key")
    page.locator(f"#canvas [data-key={key}]").focus()
    assert "".join(page.locator("#code .pointed").all_text_contents()) == "xpy**2"
    assert "2⋅xpy" in rule(page)
    place = page.locator("#code .at", has_text="num * invden").first
    place.hover()
    assert page.locator("#canvas .pointed").count() == 1
    assert "f" in page.locator("#canvas .pointed .name").all_text_contents()[0]
    page.locator(f"#canvas [data-key={key}]").press("Enter")
    page.locator("#rule mrow[data-node][tabindex]", has_text=re.compile("^xpy$")).first.hover()
    assert page.locator("#canvas .pointed").count() == 1
    assert "xpy" in page.locator("#canvas .pointed").text_content()
    assert "xpy" in page.locator("#rule mrow.pointed").first.text_content()
    page.locator("#rule mrow[data-node][tabindex]", has_text=re.compile("^xpysqr$")).first.focus()
    assert page.locator("#canvas .pointed").get_attribute("data-key") == key, "by keyboard, too"


def test_the_code_is_walked_through_by_arrow_keys(opened):
    page = opened(STAGED)
    tab_to(page, "#code .at")
    first = page.evaluate("document.activeElement.textContent")
    press(page, "ArrowDown")
    second = page.evaluate("document.activeElement.textContent")
    assert first != second
    assert page.locator("#canvas .pointed").count() == 1
    press(page, "Enter")
    assert page.text_content("#rule h3")


# --- mine and true


def test_wrong_gradients_stand_at_the_wire_and_their_gates_are_marked(opened):
    page = opened(WRONG, "check")
    labels = [text.strip() for text in page.locator("#canvas text.claim").all_text_contents()]
    assert labels == ["✗ dx: 1.547", "✗ dy: 1.5924"]
    slips = page.evaluate("[...document.querySelectorAll('#canvas .slip')].map((one) => one.textContent)")
    assert len(slips) == 2
    assert any("num" in one for one in slips)
    assert any("sigy" in one for one in slips)
    findings = page.locator("article.finding.error")
    assert findings.count() == 2
    assert "+ dx" in page.locator(".diff .added").first.text_content()
    findings.first.hover()
    assert page.locator("#canvas .is-input.pointed").count() == 1
    page.locator("[data-goto]").first.click()
    assert page.locator("#code .row.found").count() == 1


def test_the_first_hint_shows_no_true_gradient(opened):
    page = opened(WRONG, "check", "--hint", "1")
    assert page.locator("#canvas").count() == 0
    assert "2.06" not in page.content()
    assert page.locator("article.finding").count() == 2


def test_without_a_circuit_the_findings_stand_alone(opened):
    page = opened(STOPS, "check")
    assert page.locator("#canvas").count() == 0
    assert "syntax-error" in page.text_content(".finding")
    page.locator("[data-goto]").first.click()
    assert page.locator("#code .row.found").count() == 1


def test_where_the_program_computes_a_gradient_itself_is_marked_on_the_way_back(opened):
    page = opened(WRONG, "check")
    press(page, "Home", *["ArrowRight"] * 15)  # back through the sigmoid of x
    marked = "".join(page.locator("#code .current").all_text_contents())
    assert "1.0 / (1 + math.exp(-x))" in marked
    assert "dx += ((1 - sigx) * sigx) * dsigx" in marked
    press(page, "Home", *["ArrowRight"] * 3)
    assert "d" not in page.locator("#code .current").first.text_content()


def test_names_that_look_like_markup_are_text(opened):
    page = opened('import math\nd = {"<img src=x onerror=alert(1)>": 2.0}\nf = math.exp(d["<img src=x onerror=alert(1)>"]) * 3.0\n')
    page.locator("#canvas .is-input").first.focus()
    press(page, "Enter")
    assert "<img" in page.text_content("#rule h3")
    assert page.locator("img").count() == 0


# --- for everyone


def test_the_language_is_switched(opened):
    page = opened(SEED, "check")
    page.select_option("#language", label="Português (Brasil)")
    assert page.evaluate("document.documentElement.lang") == "pt-BR"
    assert page.locator("[lang=en]:visible").count() == 0
    expect(page.locator("#found-title")).to_contain_text("verificação")
    assert "sigmoide" in page.get_attribute("#canvas [aria-expanded]", "aria-label")
    assert page.locator("#canvas text.claim", has_text="falta").count() >= 1
    press(page, "Home", "ArrowRight")
    assert "Ida, 1 de" in page.text_content("#now")
    page.select_option("#language", label="English")
    assert page.locator("[lang=pt-BR]:visible").count() == 0


def brightness(page: Page) -> float:
    numbers = re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
    return sum(map(int, numbers[:3])) / 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dark_and_light_follow_the_system_and_the_switch(opened, scheme):
    page = opened(NEURON, scheme=scheme)
    assert (brightness(page) < 80) == (scheme == "dark")
    page.select_option("#theme", "dark")
    assert brightness(page) < 80
    page.select_option("#theme", "light")
    assert brightness(page) > 200


@pytest.mark.parametrize("width", [320, 768, 1280, 2560])
def test_the_page_is_never_wider_than_the_window(opened, width):
    page = opened(WRONG, "check", width=width)
    for do in ("open", "start", "end", "larger"):
        page.locator(f"[data-do={do}]").click()
        press(page, "ArrowLeft")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), do
    page.locator("[data-input]").first.click()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_it_prints_without_its_buttons(opened):
    page = opened(WRONG, "check", scheme="dark")
    press(page, "End")
    page.emulate_media(media="print")
    assert page.locator("button:visible:not(.place)").count() == 0
    assert brightness(page) > 200
    width, room = page.evaluate("[document.querySelector('#canvas svg').getBoundingClientRect().width, innerWidth]")
    assert width <= room
    assert len(page.pdf()) > 10_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("text", [SEED, WRONG, CALLS, ARRAYS], ids=["seed", "wrong", "calls", "arrays"])
def test_axe_finds_nothing(opened, text, scheme):
    page = opened(text, "check" if text is not CALLS else "show", scheme=scheme)
    states = [("Home", "ArrowRight"), ("End", "ArrowLeft")]
    for keys in states:
        press(page, *keys)
        page.wait_for_timeout(250)  # colours change slowly
        assert violations(page) == []
    page.locator("[data-input]").first.click()
    page.select_option("#language", "pt-BR")
    if page.locator("[data-do=open]").count():
        page.locator("[data-do=open]").click()
    page.wait_for_timeout(250)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_there_is_no_circuit(opened, scheme):
    assert violations(opened(STOPS, "check", scheme=scheme)) == []


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_program_has_a_page(opened, name):
    page = opened(PROGRAMS[name])
    press(page, "Home", "ArrowRight", "End", "ArrowLeft")
    assert page.text_content("#rule")
    if page.locator("[data-do=open]").count():
        page.locator("[data-do=open]").click()
        page.locator("[data-do=close]").click()


@pytest.mark.parametrize("command", ["show", "check"])
@pytest.mark.parametrize("name", ["long names", "a long function", "a long output", "a key of 200 letters", "a claim of a long name"])
def test_long_names_push_nothing_off_the_page(opened, name, command):
    for width in (1280, 400):
        page = opened(strange_programs.PROGRAMS[name], command, width=width)
        press(page, "Home", "ArrowRight", "ArrowRight")
        for choice in page.locator("#inputs button").all()[:1]:
            choice.click()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", ["long names", "a long function", "a long output", "a key of 200 letters"])
def test_long_names_push_nothing_off_a_lesson(browser, tmp_path, name):
    written = tmp_path / "a lesson.html"
    written.write_text(whygrad.derive(strange_programs.PROGRAMS[name]).html(), "utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(written.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


def test_a_large_circuit_opens_as_its_outer_boxes_and_says_how_to_see_the_others(opened):
    loop = "x = 1.0\na = 0.5\nfor i in range(60_000):\n    x = x * a + a\nloss = x * x\n"
    page = opened(loop)
    assert page.locator("#canvas .thing").count() < 60
    expect(page.locator(".beyond")).to_contain_text("whygrad show --expand NAME")
    page.get_by_role("button", name="Open all").click()
    assert 5 < page.locator("#canvas .thing").count() <= 150
    page.locator("#canvas .is-box").first.focus()
    press(page, "Enter")
    expect(page.locator("#rule")).to_contain_text("gates seen as one")
    expect(page.locator("#ways")).to_contain_text("too large")
    assert len(page.content()) < 8_000_000


SLIP = "x = 2.0\ny = x * 3.0\nloss = y * y\ndx = 2 * y\n"


@pytest.mark.parametrize("width", [320, 1000, 1280, 2560])
def test_what_the_check_found_stands_next_to_the_circuit(opened, width):
    """Below it where there is little room, before the code and the keys; else beside it, and nothing is pushed out of the page."""
    page = opened(SLIP, "check", width=width)
    circuit, found, rule, code = (page.locator(one).bounding_box() for one in (".stage", ".found", "#rule", "#code"))
    if width < 1200:
        assert circuit["y"] + circuit["height"] <= found["y"] and found["y"] + found["height"] <= min(rule["y"], code["y"])
    else:
        assert circuit["x"] + circuit["width"] <= found["x"] and abs(found["y"] - circuit["y"]) < 2
        assert 0 < rule["y"] - circuit["y"] - circuit["height"] < 100
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_inputs_of_one_name_are_told_apart(opened):
    page = opened("def scaled(s, x):\n    return s * x\ns = 1.0\nfor x in [0.5, -2.0]:\n    s = scaled(s, x)\nloss = s * s\n")
    assert sorted(page.locator("#inputs button").all_inner_texts()) == ["s", "x = -2", "x = 0.5"]
