"""What is written above a cell: statements that give the same again, and values."""

from __future__ import annotations

import ast
import math

import numpy as np
import pytest

from whygrad.notebook.computing import Computing, is_made_by
from whygrad.notebook.context import MODULE, context
from whygrad.notebook.earlier import Earlier, code_of
from whygrad.notebook.names import bound, needed


def above(cell: str, *cells: str, later: str = "") -> list[str]:
    """The lines for a cell after these, and after something that left no cell behind."""
    space: dict = {"__name__": "__main__"}
    for one in (*cells, later):
        exec(one, space)
    return context(cell, space, Earlier(cells)).lines


# --- names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("y = w * x", "w x"),
        ("x += 1", "x"),
        ("x = x + 1", "x"),
        ("x = 1\ny = x", ""),
        ("for i in r:\n    s = i * k", "r k"),
        ("[a * i for i in r if i > j]", "r j a"),
        ("{k: v for k, v in d.items()}", "d"),
        ("def f(a, b=c):\n    t = a + g\n    return t", "c g"),
        ("def f():\n    return late\nlate = 1", ""),
        ("f = lambda u: u * v", "v"),
        ("class A(B):\n    k = m\n    def f(self):\n        return self.k + n", "B m n"),
        ("import numpy as np\nfrom math import exp\nnp.sin(exp(q))", "q"),
        ("if c:\n    x = 1\nelse:\n    x = 2\nx", "c"),
        ("a[i] = v", "v a i"),
        ("try:\n    p\nexcept E as e:\n    e", "p E"),
        ("with o as f:\n    f.read()", "o"),
        ("print((n := m), n)", "print m"),
        ("def f():\n    global w\n    w = w + 1", "w"),
    ],
)
def test_names_that_a_text_needs(text, names):
    assert sorted(needed(ast.parse(text).body)) == sorted(names.split())


def test_names_that_a_statement_binds_or_changes():
    expected = {"a, (b, *c) = d": "abc", "a[0].b = c": "a", "a += b": "a", "def f(): x = 1": "f", "for i in r: j = i": "ij"}
    for text, names in expected.items():
        assert sorted(bound(ast.parse(text).body[0])) == list(names)


# --- statements and values


def test_statements_that_give_the_same_again_are_written_and_others_are_values():
    cells = ["import math", "x = 2.0\ny = math.exp(x)\nz = y + 1"]
    assert above("q = z", *cells) == ["import math", "x = 2.0", "y = math.exp(x)", "z = y + 1"]
    assert above("q = z", *cells, later="x = 3.0") == [f"y = {math.exp(2.0)!r}", "z = y + 1"]
    assert above("q = z", *cells, later="z = [1, float('inf')]") == ['z = [1, float("inf")]']


def test_what_does_more_than_compute_is_not_run_again(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("1")
    cells = [f"import pathlib\nn = len(pathlib.Path({str(file)!r}).read_text())\nk = n * 2"]
    assert above("q = k", *cells) == ["n = 1", "k = n * 2"]
    cells = ["import random\nr = random.random()", "s = r * 2"]
    lines = above("q = s", *cells)
    assert lines[0].startswith("r = 0.")
    assert lines[1:] == ["s = r * 2"]


def test_a_step_along_a_gradient_ends_the_way_back():
    cells = ["w = 2.0\nx = 3.0", "dw = x * 2\nw -= 0.5 * dw"]
    assert above("y = w * x", *cells) == ["w = -1.0", "x = 3.0"]


def test_the_forward_pass_behind_gradients_comes_along_and_older_gradients_do_not():
    cells = ["w = 2.0\nx = 3.0", "y = w * x\nL = y * y", "dy = 2 * y\ndw = dy * x"]
    assert above("dL_dy = 2 * y\ndw = dL_dy * x", *cells) == ["w = 2.0", "x = 3.0", "y = w * x", "L = y * y"]
    assert above("y = w\ndw = 1.0", *cells) == ["w = 2.0"], "the cell has a forward pass of its own"


def test_functions_are_written_unless_their_name_stands_for_another():
    cells = ["k = 3.0\ndef f(u):\n    return u * k"]
    assert above("y = f(2.0)", *cells)[:2] == ["k = 3.0", "def f(u):"]
    assert above("y = f(2.0)", *cells, later="f = lambda u: u") == [f"import {MODULE}", f"f = {MODULE}.f"]
    assert is_made_by(above, "x = 1") is False


def test_large_and_strange_values_are_given_as_copies():
    space = {"W": np.ones((2, 2)), "data": list(range(1000)), "np": np}
    made = context("W += np.sum(data)", space, Earlier(["import numpy as np"]))
    assert made.lines == [f"import {MODULE}", "import numpy", f"W = {MODULE}.W", f"data = {MODULE}.data", "import numpy as np"]
    with made.given():
        given: dict = {}
        exec("\n".join([*made.lines, "W += 1", "data.clear()"]), given)
        assert given["W"].sum() == 8
        exec("\n".join(made.lines), again := {})
        assert again["W"].sum() == 4
    assert space["W"].sum() == 4
    assert len(space["data"]) == 1000


def test_objects_keep_the_class_that_they_are_of():
    space: dict = {"__name__": "__main__"}
    cell = "class Net:\n    def __init__(self):\n        self.w = 2.0"
    exec(cell + "\nnet = Net()", space)
    made = context("isinstance(net, Net)", space, Earlier([cell, "net = Net()"]))
    with made.given():
        exec("\n".join([*made.lines, "same = isinstance(net, Net)"]), given := {})
    assert given["same"]


# --- cells


def test_cells_in_other_languages_are_passed_over():
    assert code_of("%%bash\nls") is None
    assert code_of("%%time\nx = 1") == "# %%time\nx = 1"
    assert code_of("!ls\nx = 1") == "# !ls\nx = 1"
    earlier = Earlier(["%%html\n<b>x = 1</b>", "x = (", "x = 1; y = 2", "%%whygrad --hint 1\nz = 3"])
    assert earlier.makers("x") == []
    assert [one.text for one in earlier.makers("z")] == ["z = 3"]


@pytest.mark.parametrize(
    ("text", "computes"),
    [
        ("y = np.exp(x).sum(axis=0)", True),
        ("y = x.tofile('a')", False),
        ("y = np.random.rand(3)", False),
        ("y = np.load('a')", False),
        ("y = square(x)", True),
        ("y = shout(x)", False),
        ("y = unknown(x)", False),
        ("y = [max(a, 0) for a in x]", True),
        ("print(x)", False),
        ("y = (lambda: open('a'))()", False),
    ],
)
def test_what_only_computes(text, computes):
    functions = ast.parse("def square(u):\n    t = u * u\n    return t.sum()\ndef shout(u):\n    print(u)\n    return u").body
    computing = Computing({"np": np, "x": np.ones(3)}, {node.name: node for node in functions})
    assert computing.is_all(ast.parse(text).body[0]) is computes
