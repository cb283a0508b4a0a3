"""The page as a file: whole in itself, in every language, and true to the circuit. `tests/browser` tries it in a browser."""

from __future__ import annotations

import json
import re
import sys
from html.parser import HTMLParser

import pytest

import whygrad
from tests.drawing.programs import LONG, PROGRAMS, SEED, STAGED
from whygrad.cli import main
from whygrad.drawing.asked import Asked
from whygrad.drawing.numbers import NumberWiring, wired
from whygrad.drawing.programs import wired_program
from whygrad.drawing.scene import Setting, scene
from whygrad.drawing.views import views
from whygrad.reports.html.lessons import Lessons
from whygrad.reports.html.slips import slipped
from whygrad.reports.html.tongues import Tongues
from whygrad.reports.lesson import Prose
from whygrad.reports.words import words

VOID = {"meta", "input", "br", "link", "img"}


class Nested(HTMLParser):
    """Every element is closed where it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def data(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def results(html: str, role: str) -> list[str]:
    """The numbers that equations come to."""
    cells = re.findall(rf'<mtd class="{role}">(.*?)</mtd>', html)
    return [re.sub(r"<[^>]+>", "", cell).replace("−", "-") for cell in cells]


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_page_is_whole_in_itself(name):
    page = whygrad.show(PROGRAMS[name], lang="en").html()
    parser = Nested()
    parser.feed(page)
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert re.findall(r"https?://[^\"\\]*", page.replace("http://www.w3.org/2000/svg", "")) == []
    assert page == whygrad.show(PROGRAMS[name], lang="en").html(), "the same every time"


def test_every_language_is_in_it():
    page = whygrad.check(SEED, lang="pt-BR").html()
    assert '<html lang="pt-BR"' in page
    found = data(page)
    for texts in found["ui"].values():
        assert set(texts) == {"en", "pt-BR"}
    sigmoid = next(one for one in found["things"].values() if one["title"]["en"] == "sigmoid")
    assert sigmoid["title"]["pt-BR"] == "sigmoide"


def test_the_numbers_are_those_of_the_circuit():
    wiring = wired(STAGED)
    lessons = Lessons(wiring, Tongues(words("en")))
    for node in wiring.operands:
        lesson = lessons.of_gate(node)
        shares = [wiring.share(node, position) for position, source in enumerate(wiring.operands[node]) if source in wiring.users]
        assert lesson.backward.count('class="share"') == len(shares)
        for share in shares:
            assert f"{share:.4g}" in results(lesson.backward, "gradient")


def test_a_call_hands_back_what_goes_through_it_and_no_more():
    text = "def f(a, b):\n    return a * b + a\n\nx = 2.0\ny = x + 1.0\nz = f(x, y)\nout = z * 1.0\n"  # y depends on x too
    wiring = wired(text)
    (box,) = (thing.box for thing in scene(wiring).things if thing.kind == "box")
    lesson = Lessons(wiring, Tongues(words("en"))).of_box(box)
    assert results(lesson.backward, "local") == ["4", "2"]  # b + 1 and a, not the whole of dz/dx = 6


def test_several_outputs_begin_the_way_back_with_what_comes_from_above():
    text = "x = 3.0\nw = 2.0\nout = [x * w, x + w]\ndout = [1.0, 0.5]\ndx = dout[0] * w + dout[1]\ndw = dout[0] * x\n"
    found = data(whygrad.check(text, lang="en").html())
    outs = {out["name"]: out for thing in found["things"].values() for out in thing["outs"]}
    assert (outs["out[0]"]["seed"], outs["out[1]"]["seed"], outs["x"]["seed"]) == ("1", "0.5", None)
    assert outs["x"]["gradient"] == "2.5"
    x = next(thing["inside"][0] for thing in found["things"].values() if thing["name"] == "x")
    assert found["paths"][str(x)]["count"] == "2"
    assert "0.001" not in next(thing["backward"] for thing in found["things"].values() if thing["name"] == "x")


def test_a_wrong_sum_points_at_the_wire_that_it_leaves_out():
    seen = scene(wired("x = 3.0\na = x * 2.0\nb = x * 5.0\nf = a + b\ndx = 2.0\n"))
    assert [seen.things[number].outs[0].name for number in slipped(seen, {})] == ["b"]
    seen = scene(wired("x = 3.0\na = x * 2.0\nb = x * 5.0\nf = a + b\ndx = 11.5\n"))
    assert {seen.things[number].outs[0].name for number in slipped(seen, {})} == {"a", "b"}
    assert [seen.things[number].outs[0].name for number in slipped(seen, {"dx": [2.0]})] == ["a"]


def test_what_comes_before_an_add_gate_whose_other_input_is_right_is_where_it_goes_wrong():
    text = "import numpy as np\nX = np.array([[0.5, 1.0], [2.0, -0.3]])\nw = np.array([0.4, -1.2])\nb = 0.3\n"
    text += "loss = np.mean(np.exp(np.sin(X @ w + b)))\nz = X @ w + b\ndz = np.exp(np.sin(z)) * np.cos(z)\ndw = X.T @ dz\ndb = dz.mean()\n"
    seen = scene(wired_program(text))
    assert [seen.things[number].title for number in slipped(seen, {})] == ["@"]


def test_a_page_says_of_gates_what_a_derivation_says():
    lesson = whygrad.derive(STAGED, lang="en").lesson()
    things = data(whygrad.show(STAGED, lang="en", expand="all").html())["things"]
    page = json.dumps(list(things.values()), ensure_ascii=False)
    said = re.sub(r"<[^>]+>", "", page)
    whys = [block.text for block in lesson.blocks if isinstance(block, Prose) and block.why and "Why is it added here?" not in block.text]
    assert len(whys) >= 2
    assert [why for why in whys if why not in said] == []


# --- the views


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_gate_of_a_very_large_circuit_has_the_same_lesson_from_what_is_near_it(name, monkeypatch):
    wiring = wired(PROGRAMS[name])
    assert isinstance(wiring, NumberWiring)
    gates = wiring.net.gates.tolist()
    usual = Lessons(wiring, Tongues(words("en")))
    own = [usual.of_gate(gate) for gate in gates]
    monkeypatch.setattr("whygrad.reports.html.lessons.MOST_CHARTED", 0)
    near = Lessons(wiring, Tongues(words("en")))
    assert near.nearby is not None
    found = [near.of_gate(gate) for gate in gates]
    assert not near._steps, "the chain rule as a whole isn't worked out"
    for one, other in zip(own, found, strict=True):
        for role, part in (("value", "forward"), ("local", "backward"), ("gradient", "backward")):
            assert results(getattr(one, part), role) == results(getattr(other, part), role)
        assert one.about == other.about
    if name in ("seed", "staged"):  # where no name has several values
        assert own == found


@pytest.mark.parametrize("name", PROGRAMS)
def test_each_view_is_a_scene_and_none_comes_twice(name):
    wiring = wired(PROGRAMS[name])
    found = views(wiring)
    assert len({view.opened for view in found}) == len(found)
    for view in found:
        again = Setting(wiring, at_once=40).scene(lambda box, _level, view=view: box.gates in view.opened)
        assert [thing.title for thing in again.things] == [thing.title for thing in view.scene.things]
    for gates in found[0].opened:
        assert any(view.opened == found[0].opened - {other for other in found[0].opened if other <= gates} for view in found)


def test_each_box_of_the_first_view_can_be_opened():
    for name in ("staged", "network", "recursion", "classes"):
        first, *others = views(wired(PROGRAMS[name]))
        for box in first.closed:
            assert any(box.gates in view.opened for view in others), (name, box.title)


def test_what_is_said_to_be_open_is_open_in_the_first_view():
    wiring = wired(STAGED)
    first = views(wiring, ["sigx"])[0]
    assert len(first.opened) == 1
    assert [thing.title for thing in first.scene.things] == [thing.title for thing in Asked(Setting(wiring), ["sigx"]).scene().things]


def test_a_large_circuit_has_room_to_open_and_turns_are_folded_together():
    loop = "x = 0.5\ns = 0.0\nfor i in range(1000):\n    t = x * s\n    s = t + x\nf = s * x\n"
    found = views(wired(loop))
    assert max(len(view.scene.things) for view in found) <= 150
    assert len(found[0].scene.things) <= 45
    titles = {str(thing.title) for view in found for thing in view.scene.things}
    assert "turns 1 to 25" in titles
    assert "turn 1" in titles
    assert 0 < len(views(wired(LONG))) <= 48


# --- the commands


def test_the_page_is_written_and_written_anew_but_never_over_a_program(tmp_path, capsys):
    program, page = tmp_path / "it.py", tmp_path / "it.html"
    program.write_text("x = 3.0\ny = x * x\ndx = 2 * y\n")
    for command, code in (("show", 0), ("check", 1), ("check", 1)):
        assert main([command, str(program), "--html", str(page)]) == code
        assert page.read_text().startswith("<!doctype html>")
    assert "what the check found" in page.read_text().lower()
    assert main(["check", str(program), "--html", str(program)]) == 2
    assert program.read_text().startswith("x = 3.0")
    other = tmp_path / "other.html"
    other.write_text("<!doctype html><p>mine</p>")
    assert main(["show", str(program), "--html", str(other)]) == 2
    assert "mine" in other.read_text()
    assert str(tmp_path) not in page.read_text()
    capsys.readouterr()


def test_without_a_name_the_page_goes_to_standard_output(tmp_path, capfdbinary):
    program = tmp_path / "it.py"
    program.write_text("x = 3.0\ny = x * x\ndx = 2 * x\n")
    for command in ("show", "check"):
        assert main([command, str(program), "--html"]) == 0
        out = capfdbinary.readouterr().out
        assert out.startswith(b"<!doctype html>")
        assert out.endswith(b"</html>\n")


def test_a_page_is_about_one_file(tmp_path, capsys):
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 3.0\ny = x * x\ndx = 2 * x\n")
    assert main(["check", str(tmp_path / "a.py"), str(tmp_path / "b.py"), "--html", "-", "--lang", "en"]) == 2
    assert "one file" in capsys.readouterr().err


def test_what_can_not_be_read_has_a_page_that_says_so(tmp_path, capsys):
    program, page = tmp_path / "it.py", tmp_path / "it.html"
    program.write_text("x = (\n")
    assert main(["check", str(program), "--html", str(page), "--lang", "en"]) == 2
    assert "never closed" in page.read_text() or "closed" in page.read_text()
    capsys.readouterr()


def test_without_the_library_the_way_to_get_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "graphlay", None)
    with pytest.raises(ImportError, match=r"whygrad\[draw\]"):
        whygrad.check("x = 3.0\ny = x * x\ndx = 2 * y\n", lang="en").html()
    with pytest.raises(ImportError, match=r"whygrad\[draw\]"):
        whygrad.show(STAGED, lang="en").html()


def test_without_the_library_for_formulas_the_way_to_get_it_is_said(monkeypatch):
    from whygrad.reports import lesson_html

    lesson_html._converter.cache_clear()
    lesson_html.mathml.cache_clear()
    monkeypatch.setitem(sys.modules, "math_core", None)
    with pytest.raises(ImportError, match=r"math-core.*whygrad\[html\]"):
        whygrad.check("x = 3.0\ny = x * x\ndx = 2 * y\n", lang="en").html()
    with pytest.raises(ImportError, match=r"math-core.*whygrad\[html\]"):
        whygrad.show(STAGED, lang="en").html()
    assert whygrad.show(STAGED, lang="en").svg().startswith("<svg")


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_formula_is_mathml_and_linked_to_gates_that_there_are(name):
    found = data(whygrad.show(PROGRAMS[name], lang="en").html())
    inside = {node for thing in found["things"].values() for node in thing["inside"]}
    for thing in found["things"].values():
        for part in (thing["forward"], thing["backward"]):
            assert "\\" not in re.sub(r"<pre.*?</pre>", "", part), "LaTeX that was not turned into MathML"
            assert "color:#" not in part
        if thing["kind"] == "gate":
            assert "<math" in thing["forward"]
            links = set(map(int, re.findall(r'<mrow data-node="(\d+)"', thing["forward"])))
            assert links & inside


def marked(text: str, *, checked: bool = False) -> list[str]:
    targets = whygrad.check(text, lang="en").targets if checked else ()
    seen = scene(wired_program(text, targets=targets))
    return sorted(str(seen.things[number].title) for number in slipped(seen, {}))


TANH = """\
import numpy as np
rng = np.random.default_rng(0)
X, y = rng.normal(size=(8, 3)), rng.normal(size=(8, 1))
W1, b1, W2 = rng.normal(size=(3, 4)), np.zeros(4), rng.normal(size=(4, 1))
for epoch in range(20):
    hidden = np.tanh(X @ W1 + b1)
    out = hidden @ W2
    loss = np.mean((out - y) ** 2)
    dout = 2 * (out - y) / len(y)
    dW2 = hidden.T @ dout
    dz = dout @ W2.T * (1 - hidden)
    dW1, db1 = X.T @ dz, dz.sum(axis=0)
    W1 -= 0.1 * dW1; b1 -= 0.1 * db1; W2 -= 0.1 * dW2
"""
AFFINE = """\
import numpy as np

def affine_forward(x, w, b):
    return x @ w + b, (x, w, b)

def affine_backward(dout, cache):
    x, w, b = cache
    dx = dout @ w
    dw = x.T @ dout
    db = dout.sum(axis=1)
    return dx, dw, db

def cases():
    r = np.random.default_rng(0)
    return {"affine_forward": (r.normal(size=(3, 4)), r.normal(size=(4, 4)), r.normal(size=4))}
"""
LOGISTIC = """\
import math
w = [0.5, -1.2]
x = [2.0, 3.0]
z = w[0] * x[0] + w[1] * x[1]
p = 1 / (1 + math.exp(-z))
loss = -math.log(p)
dz = p
dw = [x[0] * dz, x[1] * dz]
dx = [w[0] * dz, w[1] * dz]
"""


@pytest.mark.parametrize("checked", [False, True])
def test_the_gate_is_marked_at_which_the_learners_own_code_stops_being_right(checked):
    assert marked(TANH, checked=checked) == ["tanh"]
    assert marked(AFFINE, checked=checked) == ["+", "@"]
    assert marked(AFFINE.replace("dout @ w\n", "dout @ w.T\n"), checked=checked) == ["+"]
    assert marked(AFFINE.replace("axis=1", "axis=0"), checked=checked) == ["@"]


def test_what_comes_out_of_a_sum_as_it_went_in_is_not_where_it_goes_wrong():
    assert marked("import numpy as np\nx = np.ones(3)\nL = (x**3).sum()\ndx = 3 * x\n") == ["**"]


def test_what_only_follows_from_an_earlier_wrong_gradient_is_not_marked():
    assert marked(LOGISTIC) == ["sigmoid"]
    assert marked(LOGISTIC.replace("x[1] * dz]", "dz]")) == ["*", "sigmoid"], "and what is wrong beside that is"
