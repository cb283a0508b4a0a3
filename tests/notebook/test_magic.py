"""`%%whygrad`, through IPython's own shell."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

FORWARD = """\
z = w * x
a = 1 / (1 + math.exp(-z))
L = (a - t) ** 2
"""
BACKWARD = """\
dL_da = 2 * (a - t)
dz = dL_da * a
dw = dz * x
"""
ARRAYS = "import numpy as np\nX = np.arange(12.0).reshape(4, 3) / 7\nW = np.ones((3, 2))\nT = np.zeros((4, 2))"


@pytest.fixture
def neuron(run):
    run("import math\nw, x, t = 0.5, 3.0, 1.0")
    return run(FORWARD)


# --- what is checked


def test_a_cell_that_only_goes_back_is_checked_with_the_forward_pass_of_an_earlier_one(run, neuron):
    found = run(f"%%whygrad\n{BACKWARD}")
    assert "missing-local-derivative" in found.text
    assert "In [4]:3:6" in found.text
    assert "dz = dL_da * a * (1 - a)" in found.text
    assert "✓ dL_da" in found.text


def test_a_right_cell_is_right_and_its_names_are_there_afterwards(run, shell, neuron):
    found = run(f"%%whygrad\n{BACKWARD.replace('dL_da * a', 'dL_da * a * (1 - a)')}print('ran')")
    assert "✗" not in found.text
    assert found.stdout == "ran\n"
    assert shell.user_ns["dw"] == shell.user_ns["dz"] * 3.0


def test_what_a_name_stands_for_now_counts_and_not_what_it_once_did(run, neuron):
    run("w = 2.0")  # z, a and L are still those of 0.5
    found = run("%%whygrad\nq = w * w\ndq = 1.0\ndw = 2 * w * dq + 1")
    assert "yours        5" in found.text
    assert "should be    4" in found.text


def test_a_forward_pass_that_is_out_of_date_is_not_taken_for_one(run, neuron):
    run("w = 2.0")
    found = run("%%whygrad\ndL_da = 2 * (a - t)\ndw = dL_da * a * (1 - a) * x")
    assert "✓ dw" not in found.text
    assert "✗ dw" not in found.text


def test_functions_of_earlier_cells_are_followed(run):
    run("import math")
    run("def sigmoid(u):\n    return 1 / (1 + math.exp(-u))")
    found = run("%%whygrad\nx = 0.3\ny = sigmoid(x)\ndx = y * (1 + y)")
    assert "dx" in found.text
    assert "wrong: 0.9044, should be 0.2445" in found.text


def test_a_mistake_in_an_earlier_cell_is_shown_there(run):
    run("x = 3.0\nw = 2.0\nt = 1.0")
    run("y = w * x\nL = (y - t) ** 2\ndy = y - t")
    found = run("%%whygrad\ndw = dy * x")
    assert "below what it has from earlier cells" in found.text
    assert re.search(r"\+ dy = .*2", found.text)


def test_arrays_of_earlier_cells_are_given_and_not_changed(run, shell):
    run(ARRAYS)
    code = "out = X @ W\nloss = np.mean((out - T) ** 2)\ndout = 2 * (out - T) / out.size\ndW = X.T @ dout\nW -= 0.5 * dW"
    before = shell.user_ns["W"].copy()
    found = run(f"%%whygrad\n{code}")
    assert "✓ dW" in found.text
    step = before - shell.user_ns["W"]
    assert (abs(step - 0.5 * shell.user_ns["dW"]) < 1e-12).all(), "the step was made once"
    assert "✓ dW" in run(f"%%whygrad\n{code}").text  # again, from where it has got to


def test_a_backward_function_is_tried_on_the_notebooks_own_values(run):
    run(ARRAYS + "\nb = np.ones(2)")
    run("def affine_forward(X, W, b):\n    return X @ W + b, (X, W, b)")
    body = "    X, W, b = cache\n    return dout @ W.T, X.T @ dout, dout.sum(axis=1)"
    found = run(f"%%whygrad\ndef affine_backward(dout, cache):\n{body}")
    assert "wrong-axis" in found.text
    assert "In [4]:4:" in found.text


def test_a_forward_pass_on_arrays_may_stand_in_an_earlier_cell(run):
    run(ARRAYS)
    run("out = X @ W\nloss = np.sum((out - T) ** 2)")
    found = run("%%whygrad\ndout = 2 * (out - T)\ndW = X.T @ dout * 2")
    assert "✗ dW" in found.text
    assert "In [4]:3:" in found.text


def test_lines_for_the_notebook_alone_are_run_there_and_passed_over_here(run, shell):
    found = run("%%whygrad\n%cd -q .\nx = 2.0\ny = x * x\ndx = y\n!true")
    assert "In [2]:5:6" in found.text
    assert shell.user_ns["dx"] == 4.0


# --- nothing else happens


def test_the_check_leaves_no_trace_in_the_notebook(run, shell, tmp_path):
    run("import random, numpy as np\nrandom.seed(1); np.random.seed(1)")
    run("first = random.random(), np.random.rand()\nrandom.seed(1); np.random.seed(1)")
    found = run("%%whygrad\nsecond = random.random(), np.random.rand()\nx = 2.0\nprint('once')\ny = x * x\ndx = 2 * x")
    assert shell.user_ns["first"] == shell.user_ns["second"]
    assert found.stdout.count("once") == 1
    assert "__notebook__" not in sys.modules


def test_no_run_only_looks(run, shell):
    found = run("%%whygrad --no-run\nx = 2.0\ny = x * x\ndx = 2 * x\nprint('never')")
    assert "✓ dx" in found.text
    assert "x" not in shell.user_ns
    assert found.stdout == ""


# --- errors


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("x = 2.0\ny = x * nothing_there\ndx = 1", "In [2]:3:9"),
        ("x = 2.0\ny = 1 / 0\ndx = 1", "divides by zero"),
        ("x = (2.0\ny = x", "In [2]:2:"),
        ("x = 2.0\ny = x * x\ndx = 2 * x\nraise ValueError('mine')", "mine"),
        ("x = input()\n", "In [2]"),
        ("while True:\n    pass", "In [2]"),
    ],
)
def test_what_goes_wrong_in_the_cell_is_told_without_a_traceback(run, cell, expected):
    found = run(f"%%whygrad {'--no-run' if 'while' in cell or 'input' in cell else ''}\n{cell}")
    assert expected in found.text
    assert "Traceback" not in found.text


def test_what_stops_only_in_the_notebook_is_told(run):
    found = run("%%whygrad\nx = 2.0\ny = x * x\ndx = 2 * x\nif __name__ == '__main__' and 'get_ipython' in globals():\n    [][1]")
    assert "stops in the notebook with IndexError" in found.text
    assert "Traceback" not in found.text


@pytest.mark.parametrize("line", ["--hint 9", "check a.py", "--lang xx", "--nonsense", 'show --of "'])
def test_a_line_that_cannot_be_read_is_told_too(run, line):
    found = run(f"%%whygrad {line}\nx = 1.0")
    assert "Error" in found.text or "problem" in found.text
    assert "Traceback" not in found.text


def test_objects_that_answer_nothing_are_no_obstacle(run, shell):
    asked = "    def __getattr__(self, n):\n        raise RuntimeError('no')"
    run(f"class Odd:\n{asked}\n    def __eq__(self, other):\n        raise ValueError")
    run("odd, u = Odd(), 1.0\ntwins = [odd]")
    found = run("%%whygrad\nv = u * 2\nkept = odd\nalso = twins\ndu = 2.0")
    assert "✓ du" in found.text
    assert shell.user_ns["kept"] is shell.user_ns["odd"]


def test_a_fault_of_ours_is_told_and_the_cell_is_run(run, shell, monkeypatch):
    from whygrad.notebook import asking

    monkeypatch.delenv("WHYGRAD_DEBUG", raising=False)
    monkeypatch.setattr(asking, "check", lambda *_: 1 / 0)
    found = run("%%whygrad\nx = 2.0")
    assert "it is not your fault" in found.text
    assert "Traceback" not in found.text
    assert shell.user_ns["x"] == 2.0


# --- options and commands


def test_options_are_those_of_the_command_line(run):
    cell = "x = 3.0\ny = x * x\ng = x\nz = y + 1"
    assert "✗ g" in run(f"%%whygrad --of y --grad g=x\n{cell}").text
    hidden = run(f"%%whygrad --of y --grad g=x --hint 1\n{cell}")
    assert "2 * x" not in hidden.text
    assert "<img" not in hidden.html, "the circuit has the answers"
    assert "deveria ser" in run(f"%%whygrad --of y --grad g=x --lang pt-BR\n{cell}").text
    assert json.loads(run(f"%%whygrad --of y --grad g=x --format json\n{cell}").stdout)["verdict"] == "wrong"


def test_show_and_derive_on_a_cell_and_on_the_one_before(run):
    run("k = 3.0")
    cell = "x = 2.0\ny = k * x\nz = y * x"
    shown = run(f"%%whygrad show\n{cell}")
    assert "<svg" in shown.outputs[0]["image/svg+xml"]
    assert re.search(r"y +\* +k, x +6", shown.text)
    assert "∂z/∂x" in run(f"%%whygrad derive\n{cell}").text
    run(cell)
    assert "∂z/∂x" in run("%whygrad derive").text
    assert "∂z" in run("%whygrad show").text


def test_fix_writes_the_next_cell(run, shell, neuron, monkeypatch):
    written = []
    monkeypatch.setattr(shell, "set_next_input", lambda text, replace=False: written.append(text))
    run(BACKWARD)
    told = run("%whygrad fix")
    assert "the next one; it was not run" in told.stdout and "WG1" in told.text
    assert "dz = dL_da * a * (1 - a)" in written[0]
    assert "import math" not in written[0]


def test_the_line_alone_is_the_command_line(run, tmp_path):
    program = tmp_path / "it.py"
    program.write_text("x = 3.0\ny = x * x\ndx = x\n")
    assert "✗ dx" in run(f"%whygrad check '{program}'").stdout
    assert "WG127" in run("%whygrad explain sign").stdout
    assert "Usage" in run("%whygrad --help").stdout


def test_a_page_is_written_where_it_is_asked_for(run, tmp_path):
    run(f"%%whygrad --html '{tmp_path / 'out.html'}'\nx = 3.0\ny = x * x\ndx = x")
    assert "data-line" in (tmp_path / "out.html").read_text()


# --- what is shown


def test_the_report_the_circuit_and_the_widget(run, neuron):
    found = run(f"%%whygrad\n{BACKWARD}")
    still, widget = found.outputs
    assert "<pre" in still["text/html"]
    assert 'src="data:image/svg+xml;base64,' in still["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in widget
    assert len(run(f"%%whygrad --static\n{BACKWARD}").outputs) == 1


ASKED = "import whygrad\nfrom whygrad.notebook import widget\nmade = widget({})\n"
CHECKED = "whygrad.check('x = 3.0\\ny = x * x\\ndx = 2 + x\\n')"
SHOWN = "whygrad.show('x = 3.0\\ny = x * x\\n')"


@pytest.mark.parametrize("end", ["made", "display(made)"])
def test_a_widget_that_was_asked_for_stands_below_what_needs_no_script(run, end):
    """Two outputs: of one with both, a page that nbconvert makes shows the widget, which is nothing where the network is off."""
    still, widget = run(ASKED.format(CHECKED) + end).outputs
    assert "WG131" in still["text/html"]
    assert "WG131" in still["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" not in still
    assert "application/vnd.jupyter.widget-view+json" in widget
    assert not widget["text/plain"]
    assert "text/html" not in widget


def test_the_widget_knows_what_to_hide(run, shell):
    still, _widget = run(f"{ASKED.format(SHOWN)}made").outputs
    assert f'data-whygrad="{shell.user_ns["made"].instead}"' in still["text/html"]
    assert 'src="data:image/svg+xml;base64,' in still["text/html"]


def test_a_widget_in_another_has_both_in_one_place(run):
    (shown,) = run(ASKED.format(CHECKED) + "display(made._repr_mimebundle_(), raw=True)").outputs
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "WG131" in shown["text/html"]


def test_the_page_of_the_widget_is_about_the_cell_alone(run, neuron, monkeypatch):
    import whygrad.notebook.page_widget as module

    pages = []
    monkeypatch.setattr(module, "PageWidget", lambda page, instead: pages.append(page))
    run(f"%%whygrad\n{BACKWARD}")
    (page,) = pages
    rows = re.findall(r'<span class="row" data-line="(\d+)">(.*?)\n</span>', page, re.DOTALL)
    texts = [re.sub("<.*?>", "", text).split(" ", 1)[1].strip() for _line, text in rows]
    assert texts == ["# %%whygrad", *BACKWARD.splitlines()]
    assert 'data-goto="3"' in page
    assert "<msup><mi>e<\\/mi>" in page, "the rule of the gates of the earlier cell"


def test_whygrad_needs_no_notebook():
    code = "import sys, whygrad; whygrad.check('x = 1.0'); sys.exit(any(n in sys.modules for n in ('IPython', 'anywidget', 'traitlets')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_code_of_a_cell_is_shown_in_the_place_of_its_circuit(run):
    run("a = 3.0")
    shown = run("%%whygrad show --show-code\nb = a * a")
    assert shown.stdout == "def b_value_and_grad(a):\n    b = a * a\n    da = a * 2.0\n    return b, {'a': da}\n"
    assert not shown.outputs


# --- circuits of arrays that lean on earlier cells

EARLIER = """\
import numpy as np
rng = np.random.default_rng()
X, T = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))
W = rng.normal(size=(3, 2))"""
LEANING = {
    "a backward pass": (
        "out = np.tanh(X @ W)\nloss = np.mean((out - T) ** 2)",
        "dout = 2 * (out - T) / out.size\ndW = X.T @ (dout * (1 - out))",
    ),
    "a loop": (
        "rate = 0.1",
        "for i in range(3):\n    loss = np.mean((X @ W - T) ** 2)\n    dW = X.T @ (X @ W - T) / T.size\n    W = W - rate * dW",
    ),
    "a pair": (
        "def affine_forward(x, w):\n    return x @ w, (x, w)\nx, w = X, W",
        "def affine_backward(dout, cache):\n    x, w = cache\n    return dout @ w.T, dout.T @ x",
    ),
}


@pytest.mark.parametrize("name", LEANING)
def test_arrays_that_lean_on_earlier_cells_have_their_circuit_and_their_widget(run, monkeypatch, name):
    import whygrad.notebook.page_widget as module

    pages: list[str] = []
    monkeypatch.setattr(module, "PageWidget", lambda page, instead: pages.append(page))
    before, cell = LEANING[name]
    run(EARLIER)
    run(before)
    found = run(f"%%whygrad --lang en\n{cell}")
    assert "✗" in found.text
    assert 'src="data:image/svg+xml;base64,' in found.html
    (page,) = pages
    rows = re.findall(r'<span class="row" data-line="(\d+)">(.*?)\n</span>', page, re.DOTALL)
    texts = [re.sub("<.*?>", "", text).split(" ", 1)[1].rstrip() if " " in text else "" for _line, text in rows]
    assert [text.strip() for text in texts] == ["# %%whygrad --lang en", *(row.strip() for row in cell.split("\n"))]
    assert "__notebook__" not in page
    assert '"line":' in page
    lines = {int(line) for line in re.findall(r'"line":(\d+)', page)}
    assert all(1 <= line <= len(rows) for line in lines)


def test_the_circuit_alone_of_arrays_that_lean_on_earlier_cells(run):
    run(EARLIER)
    found = run("%%whygrad show --lang en --static\nloss = np.mean((X @ W - T) ** 2)")
    (output,) = found.outputs
    assert output["image/svg+xml"].startswith("<svg")
    assert "40 × 3" in output["image/svg+xml"]
    found = run("%%whygrad derive --lang en\nloss = np.mean((X @ W - T) ** 2)")
    assert "Why the transpose?" in found.text


def test_without_the_library_for_formulas_there_is_the_picture(run, monkeypatch):
    from whygrad.reports import lesson_html

    lesson_html._converter.cache_clear()
    lesson_html.mathml.cache_clear()
    monkeypatch.setitem(sys.modules, "math_core", None)
    found = run("%%whygrad --lang en\nx = 3.0\ny = x * x\ndx = 2 * x")
    assert "✓ dx" in found.text
    assert len(found.outputs) == 1
    assert 'src="data:image/svg+xml;base64,' in found.html
