import io
import json
import shutil
import subprocess
import sys
from xml.etree import ElementTree

import pytest

import whygrad
from tests.drawing.programs import PROGRAMS, RECURSION, SEED, STAGED
from whygrad.cli import main


def run(capsys, *arguments):
    code = main(arguments)
    return code, *capsys.readouterr()


@pytest.fixture
def programs(folder):
    for name, text in (("staged.py", STAGED), ("seed.py", SEED), ("rec.py", RECURSION)):
        (folder / name).write_text(text)
    return folder


def test_the_table_and_the_tree(programs, capsys):
    code, out, err = run(capsys, "show", "right.py")
    assert (code, err) == (0, "")
    assert out == (
        "node  gate  from  value  ∂y  line\n"
        "x                 3      6   1     ✓ dx\n"
        "y     *     x, x  9      1   2\n"
        "\n"
        "y = 9  1  *\n"
        "├─ x = 3  6  (3 by this wire)\n"
        "└─ x = 3  6  (3 by this wire)\n"
        "\n"
        "0.5 value, on the way forward   0.5 gradient of `y`, on the way back\n"
    )


def test_values_are_green_and_gradients_red(programs, capsys):
    out = run(capsys, "show", "wrong.py", "--color", "always")[1]
    assert "\x1b[32m9" in out
    assert "\x1b[31m6" in out
    assert "✗ dx: 18" in out


def test_the_seed_is_shown_as_it_is_repaired(programs, capsys):
    code, out, _err = run(capsys, "show", "seed.py")
    assert code == 0
    assert "✓ grad_product" in out
    assert "✗ grad_w[1]: missing" in out
    assert "1 + import math\n" in out
    assert "5 + activation = 1 / (1 + math.exp(-product))\n" in out


def test_boxes_are_opened(programs, capsys):
    assert "sigmoid" in run(capsys, "show", "staged.py")[1]
    assert "sigmoid" not in run(capsys, "show", "staged.py", "--expand", "all")[1]
    assert run(capsys, "show", "staged.py", "--expand", "sigx")[1].count("sigmoid") == 2  # in the table and in the tree
    assert "power" not in run(capsys, "show", "rec.py", "--depth", "9")[1]


def test_what_is_to_be_opened_and_isnt_there_is_said_in_a_line(programs, capsys):
    code, out, err = run(capsys, "show", "staged.py", "--expand", "foo")
    assert (code, err) == (0, "")
    assert out.startswith("! There is no box `foo` to open; there are: `sigmoid`")
    code, out, err = run(capsys, "show", "staged.py", "--expand", "foo", "--format", "json")
    assert (code, err.count("`foo`")) == (0, 1)
    assert out.startswith("{")
    (programs / "plain.py").write_text("x = 2.0\ny = x * x\n")
    assert "There is no box `foo` to open, nor any other." in run(capsys, "show", "plain.py", "--expand", "foo")[1]


def test_the_picture_is_written(programs, capsys):
    code, out, err = run(capsys, "show", "staged.py", "--svg", "out.svg")
    assert (code, err) == (0, "")
    assert "invden" in out
    assert ElementTree.parse(programs / "out.svg").getroot().get("role") == "img"


def test_the_picture_goes_to_standard_output(programs, capfdbinary):
    assert main(["show", "staged.py", "--svg", "-"]) == 0
    ElementTree.fromstring(capfdbinary.readouterr().out)


def test_a_place_that_can_not_be_written_is_said(programs, capsys):
    code, _out, err = run(capsys, "show", "staged.py", "--svg", "no/such/folder.svg")
    assert code == 2
    assert err.startswith("Error: I can't write")


def test_without_the_library_the_way_to_get_it_is_said(programs, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "graphlay", None)
    code, out, err = run(capsys, "show", "staged.py", "--svg", "out.svg")
    assert (code, out) == (2, "")
    assert "pip install 'whygrad[draw]'" in err
    assert not (programs / "out.svg").exists()
    assert run(capsys, "show", "staged.py")[0] == 0


def test_the_circuit_as_json(programs, capsys):
    code, out, _err = run(capsys, "show", "wrong.py", "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["schema"], found["output"]) == ("whygrad-circuit/1", "y")
    assert found["things"][0]["outputs"] == [
        {
            "name": "x",
            "numbers": 1,
            "value": 3.0,
            "gradient": 6.0,
            "is_output": False,
            "claimed": [{"name": "dx", "yours": 18.0, "right": False}],
        }
    ]
    assert [wire["share"] for wire in found["wires"]] == [3.0, 3.0]


def test_standard_input(programs, capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x = 2.0\nf = x ** 3\n"), "utf-8"))
    code, out, _err = run(capsys, "show", "-")
    assert code == 0
    assert "f = 8  1  **" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show"], "Missing argument"),
        (["show", "gone.py"], "There is no such file."),
        (["show", "right.py", "--of", "nothing"], "nothing"),
        (["show", "right.py", "--of", "x"], "not computed from other named numbers"),
        (["show", "right.py", "--depth", "deep"], "“deep” is not a whole number."),
        (["show", "right.py", "--limit", "0"], "not a whole number above 0"),
    ],
)
def test_what_can_not_be_shown_is_said(programs, capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert code == 2
    assert words in out + err
    assert "Traceback" not in out + err


def test_in_python(programs):
    circuit = whygrad.show(programs / "right.py", lang="en")
    assert circuit.ok
    assert str(circuit).startswith("node  gate")
    assert circuit.to_dict()["output"] == "y"
    assert circuit.svg().startswith("<svg")
    assert circuit._repr_svg_() == circuit.svg()
    broken = whygrad.show("x = (\n", lang="en")
    assert not broken.ok
    assert "problem[" in str(broken)
    with pytest.raises(ValueError, match=r"opened|closed|missing|read"):
        broken.svg()


def test_a_picture_takes_the_place_of_no_program(tmp_path, capsys):
    program = tmp_path / "it.py"
    program.write_text("x = 3.0\ny = x * x\n")
    assert main(["show", str(program), "--svg", str(program)]) == 2
    assert program.read_text() == "x = 3.0\ny = x * x\n"
    picture = tmp_path / "it.svg"
    assert [main(["show", str(program), "--svg", str(picture)]) for _ in range(2)] == [0, 0]  # a picture may be drawn anew
    capsys.readouterr()


def test_the_code_is_shown_in_the_place_of_the_circuit(programs, capsys):
    code, out, err = run(capsys, "show", "--show-code", "right.py")
    assert (code, err) == (0, "")
    assert out == "def y_value_and_grad(x):\n    y = x * x\n    dx = x * 2.0\n    return y, {'x': dx}\n"
    code, out, _err = run(capsys, "show", "--show-code", "missing.py")
    assert code == 2 and "def " not in out


def test_the_picture_in_pixels(programs, capsys):
    code, out, err = run(capsys, "show", "staged.py", "--png", "out.png")
    assert (code, err) == (0, "")
    assert "invden" in out
    png = (programs / "out.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert run(capsys, "show", "staged.py", "--png", "out.png")[0] == 0, "a picture of ours may be drawn anew"
    (programs / "photo.png").write_bytes(png.replace(b"whygrad", b"a photo"))
    code, _out, err = run(capsys, "show", "staged.py", "--png", "photo.png")
    assert code == 2
    assert "no picture or page of mine" in err


def test_the_picture_in_pixels_has_text_and_colours(programs):
    first, second = (whygrad.show(f"x = 3.0\n{name} = x * x\n").png() for name in ("y", "q"))
    assert first != second, "there is text in it"
    size = [int.from_bytes(first[at : at + 4]) for at in (16, 20)]
    drawn = ElementTree.fromstring(whygrad.show("x = 3.0\ny = x * x\n").svg())
    assert size == [2 * int(drawn.get(side)) for side in ("width", "height")]


@pytest.mark.parametrize("kind", ["png", "dot"])
def test_pictures_go_to_standard_output(programs, capfdbinary, kind):
    assert main(["show", "staged.py", f"--{kind}", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith({"png": b"\x89PNG", "dot": b"// drawn by whygrad\ndigraph"}[kind])


def test_without_the_library_for_pixels_the_way_to_get_it_is_said(programs, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    code, out, err = run(capsys, "show", "staged.py", "--png", "out.png")
    assert (code, out) == (2, "")
    assert "pip install 'whygrad[png]'" in err
    with pytest.raises(ImportError, match="resvg-py"):
        whygrad.show("x = 3.0\ny = x * x\n", lang="en").png()


def test_without_a_font_no_picture_without_text_is_made(programs, capsys, monkeypatch):
    monkeypatch.setattr("whygrad.reports.png._has_fonts", lambda: False)
    code, _out, err = run(capsys, "show", "staged.py", "--png", "out.png")
    assert code == 2
    assert "no font" in err


def test_text_for_graphviz(programs, capsys):
    assert run(capsys, "show", "staged.py", "--dot", "out.dot", "--depth", "1")[0] == 0
    text = (programs / "out.dot").read_text()
    assert '<font color="#15803d">' in text
    assert '<font color="#c81e1e">' in text
    assert text.count("{") == text.count("}")
    assert "subgraph cluster_0" in text
    assert run(capsys, "show", "staged.py", "--dot", "out.dot")[0] == 0
    assert run(capsys, "show", "staged.py", "--dot", "staged.py")[0] == 2


def test_the_text_for_graphviz_says_which_operand_is_which_and_what_a_cross_means():
    text = whygrad.show("x = 3.0\ny = 2.0\nz = 1.0 - x / y\nw = z * x\ndx = 1.0\n", lang="en").dot()
    (gate,) = [line.split()[0] for line in text.splitlines() if "<b>/</b>" in line]
    ends = [line.split(" [")[0].strip() for line in text.splitlines() if f"-> {gate}:" in line]
    assert ends == [f"t0:o0:e -> {gate}:i0:w", f"t1:o0:e -> {gate}:i1:w"]
    assert "c" in next(line for line in text.splitlines() if line.rstrip().endswith(":i0:w [arrowhead=none];"))
    assert "✗ your gradient, where it is wrong" in text
    assert "where it is wrong" not in whygrad.show("x = 3.0\nz = x * x\n", lang="en").dot()


@pytest.mark.skipif(shutil.which("dot") is None, reason="there is no Graphviz")
@pytest.mark.parametrize("name", PROGRAMS)
def test_graphviz_draws_it_without_a_complaint(name):
    for depth in (0, 9):
        text = whygrad.show(PROGRAMS[name], depth=depth).dot()
        made = subprocess.run(["dot", "-Tsvg"], input=text.encode(), capture_output=True, check=False)
        assert (made.returncode, made.stderr) == (0, b"")
        assert made.stdout.count(b'class="edge"') == text.count(" -> ")


def test_what_is_no_circuit_is_no_picture(programs):
    broken = whygrad.show("x = (\n", lang="en")
    for make in (broken.png, broken.dot):
        with pytest.raises(ValueError, match=r"opened|closed|missing|read"):
            make()


def test_an_output_that_is_not_finite_is_said(programs, capsys):
    (programs / "nan.py").write_text("x = 3.0\nc = 1e308\nd = c * 10.0\ny = x * x + d\ndx = 2 * x\n")
    code, out, _err = run(capsys, "show", "nan.py")
    assert code == 2
    assert "`c * 10.0` is inf" in out
    assert "✓" not in out
    assert run(capsys, "check", "nan.py")[0] == 2
    assert "and it goes into the output" in whygrad.show(programs / "nan.py", lang="en").html()


def test_a_program_that_goes_on_is_shown_up_to_its_limit(programs, capsys):
    (programs / "on.py").write_text("x = 1.0\na = 0.5\nfor i in range(10**9):\n    x = x * a + a\nloss = x * x\n")
    code, out, err = run(capsys, "show", "on.py", "--limit", "500")
    assert code == 2
    assert "still running after 500 turns" in out
    assert "turns 1 to 4" in out
    code, out, err = run(capsys, "show", "on.py", "--limit", "500", "--svg", "-")
    assert code == 2
    assert out.startswith("<svg")
    assert "still running" in err


def test_equal_attributes_of_two_objects_are_told_apart(programs):
    text = "class U:\n    def __init__(self, w):\n        self.w = w\nu = U(2.0)\nv = [U(3.0)]\nloss = u.w * v[0].w\n"
    names = [thing["title"] for thing in whygrad.show(text).to_dict()["things"]]
    assert names[:2] == ["u.w", "v[0].w"]


def test_help_speaks_one_language(capsys):
    assert "FILE" not in run(capsys, "show", "--help", "--lang", "pt-BR")[1]
