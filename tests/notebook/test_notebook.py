"""A real notebook: run by nbclient in a kernel of its own, and written as HTML by nbconvert."""

from __future__ import annotations

import json
import re
import sys

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter, MarkdownExporter

CELLS = [
    "%load_ext whygrad",
    "import math\nw, x, t = 0.5, 3.0, 1.0",
    "z = w * x\na = 1 / (1 + math.exp(-z))\nL = (a - t) ** 2",
    "%%whygrad\ndL_da = 2 * (a - t)\ndz = dL_da * a\ndw = dz * x",
    "import whygrad\nwhygrad.check('x = 3.0\\ny = x * x\\ndx = x\\n', lang='en')",
    "whygrad.show('x = 3.0\\ny = x * x\\n')",
    "whygrad.derive('x = 3.0\\ny = x * x\\n', lang='en')",
    "import numpy as np\nfast = whygrad.compile(lambda w: (w**2).sum(), np.ones(3))\nfast.grad(np.ones(3))\nfast",
    "whygrad.show('x = (')",
    "%%whygrad show --lang pt-BR\nq = w * w",
    "whygrad.check('x = 3.0\\ny = x * x\\ndx = 2 + x\\n').findings[0]",
    "from whygrad.notebook import widget\nwidget(whygrad.check('x = 3.0\\ny = x ** 3\\ndx = x ** 2\\n'))",
]


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("notebook")
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    with pytest.MonkeyPatch.context() as patch:
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            patch.setenv(name, str(folder / name))
        patch.setenv("LC_ALL", "C.UTF-8")
        kernels = folder / "data/kernels/own"
        kernels.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        (kernels / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "own", "language": "python"}))
        patch.setenv("JUPYTER_DATA_DIR", str(folder / "data"))
        NotebookClient(made, kernel_name="own", timeout=120, resources={"metadata": {"path": str(folder)}}).execute()
    return made


def outputs(notebook, number: int) -> list[dict]:
    return [one["data"] for one in notebook.cells[number].outputs if "data" in one]


def test_the_cell_is_checked_in_the_kernel(notebook):
    still, widget = outputs(notebook, 3)
    assert "In [4]:3:6" in still["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in widget


def test_every_object_has_a_display(notebook):
    report, circuit, derivation, compiled, unreadable = (outputs(notebook, number)[0] for number in range(4, 9))
    assert "<pre" in report["text/html"]
    assert report["text/plain"].startswith("error")
    assert circuit["image/svg+xml"].startswith("<svg")
    assert "text/html" not in circuit, "a notebook would prefer it"
    assert "<math" in derivation["text/html"]
    assert "def " in compiled["text/html"]
    assert "syntax-error" in unreadable["text/html"]
    (finding,) = outputs(notebook, 10)
    assert "<pre" in finding["text/html"]
    assert "WG131" in finding["text/plain"]


@pytest.mark.parametrize("exporter", [HTMLExporter, MarkdownExporter])
def test_where_no_script_runs_report_and_circuit_are_there(notebook, exporter):
    text, _resources = exporter().from_notebook_node(notebook)
    without = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert without.count('src="data:image/svg+xml;base64,') >= 2
    assert "missing-local-derivative" in without
    assert "WG131" in without
    assert "wrong-power" in without, "the widget alone"
    assert "porta de multiplicação" in without or "O circuito de" in without
    assert "Traceback" not in without


def test_styles_stay_with_what_they_are_for(notebook):
    """What stands in a notebook's document must not change the look of anything else there."""
    for cell in notebook.cells:
        for output in cell.outputs:
            html = output.get("data", {}).get("text/html", "")
            for style in re.findall(r"<style>(.*?)</style>", html, re.DOTALL):
                selectors = [one.strip() for rule in style.split("}") if "{" in rule for one in rule.split("{")[0].split(",")]
                assert all(selector.startswith(".whygrad-lesson") for selector in selectors)
            assert " id=" not in html
