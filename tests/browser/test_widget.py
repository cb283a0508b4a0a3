"""The widget of notebooks: in a document of somebody else's, light or dark, twice; and in a real JupyterLab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import whygrad
from tests.browser.serving import serving
from tests.drawing.programs import STAGED
from whygrad.notebook.page_widget import bundle

#: A host as notebooks are: it has styles of its own, and puts the widget into a shadow root (as marimo does), or not.
HOST = """<!doctype html><html lang="en"><head><title>a notebook</title><meta charset="utf-8"><style>
body {{ background: {background}; color: {ink}; margin: 0; }} section {{ background: lime; }}
button {{ display: none; }} .value {{ color: fuchsia; }}
</style></head><body><main><h1>A notebook</h1><div data-whygrad="one">still</div><div data-whygrad="two">still</div><div id="outer"></div>
<input id="other" aria-label="other"></main>
<script type="module">
{bundle}
const pages = {pages};
const made = Object.entries(pages).map(([instead, page]) => {{
  const el = document.createElement("div");
  if (instead === "one") document.getElementById("outer").append(el);
  else {{
    const around = document.createElement("div");
    document.getElementById("outer").append(around);
    around.attachShadow({{ mode: "open" }}).append(el);
  }}
  render({{ model: {{ get: (name) => ({{ page, instead }})[name], on() {{}}, off() {{}} }}, el }});
}});
</script></body></html>"""


@pytest.fixture(params=["light", "dark"])
def host(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    scheme = request.param
    first = whygrad.check(STAGED + "dnum = num\n", lang="en").fragment()
    pages = json.dumps({"one": first, "two": whygrad.show("k = 2.0\nv = k * k * k\n", lang="pt-BR").fragment()}).replace("<", "\\u003c")
    background, ink = ("oklch(0.99 0 0)", "#000000") if scheme == "light" else ("#111111", "#eeeeee")
    file = tmp_path / "host.html"
    file.write_text(HOST.format(background=background, ink=ink, bundle=bundle().replace("export default", "const widget ="), pages=pages))
    complaints: list[str] = []
    other = "dark" if scheme == "light" else "light"  # the notebook's own colours count, not the system's
    context = browser.new_context(offline=True, color_scheme=other, viewport={"width": 900, "height": 900})
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_selector("#outer [data-ready]")
    page.scheme = scheme
    yield page
    context.close()
    assert complaints == []


def test_two_widgets_live_side_by_side(host):
    one, two = host.locator(".whygrad").nth(0), host.locator(".whygrad").nth(1)
    expect(two.locator("#now")).to_have_text("Tudo está à vista")
    one.locator("#slider").focus()
    host.keyboard.press("Home")
    host.keyboard.press("ArrowRight")
    expect(one.locator("#now")).to_contain_text("Forward, 1 of")
    expect(two.locator("#now")).to_have_text("Tudo está à vista")
    two.locator("#canvas .is-input > text.title").first.click()
    expect(two.locator("#ways")).to_contain_text("caminhos")
    assert one.locator("#canvas .lit").count() == 0
    one.locator("#canvas .is-box > rect").first.click()
    expect(one.locator("#canvas .frame-of").first).to_be_visible()
    host.locator("#other").focus()
    host.keyboard.press("ArrowRight")
    expect(one.locator("#now")).to_contain_text("Forward, 1 of")  # keys elsewhere are not ours


def test_the_host_and_the_widget_leave_each_other_alone(host):
    assert host.locator("[data-whygrad]:visible").count() == 0, "what stands in for the widget"
    assert host.evaluate("document.title") == "a notebook"
    assert host.evaluate("document.documentElement.lang") == "en"
    assert host.locator(".whygrad [data-do=forward]").first.is_visible()
    colour = host.locator(".whygrad section").first.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert colour == ("rgb(248, 250, 252)" if host.scheme == "light" else "rgb(26, 36, 54)")


def test_axe_finds_nothing_in_a_widget(host):
    found = Axe().run(host).response["violations"]
    assert [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found] == []


# --- JupyterLab


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A server of JupyterLab's own; its address."""
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    environment = {name: str(tmp_path / name) for name in ("IPYTHONDIR", *folders)} | {"LC_ALL": "C.UTF-8"}
    options = ["--no-browser", "--allow-root", "--ServerApp.port_retries=0", "--IdentityProvider.token=", "--LabApp.news_url=None"]
    own = [*options, f"--ServerApp.root_dir={tmp_path}"]
    with serving(lambda port: ["jupyterlab", *own, f"--ServerApp.port={port}"], tmp_path, environment) as address:
        yield address


def run_all(page: Page) -> None:
    """Runs the notebook. What is run before the kernel listens, JupyterLab drops without a word; then it's run again."""
    page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status=idle]", timeout=60_000)
    for _ in range(3):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(AssertionError):
            expect(page.locator(".jp-InputPrompt").first).to_have_text(re.compile(r"\[\d+\]"), timeout=30_000)
            break


def test_a_notebook_in_jupyterlab(browser: Browser, lab: str, tmp_path: Path) -> None:
    cells = [
        "%load_ext whygrad\nimport math\nw, x, t = 0.5, 3.0, 1.0\nz = w * x\na = 1 / (1 + math.exp(-z))\nL = (a - t) ** 2",
        "%%whygrad --lang en\ndL_da = 2 * (a - t)\ndz = dL_da * a\ndw = dz * x",
    ]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(made, tmp_path / "it.ipynb")
    page = browser.new_page(viewport={"width": 1300, "height": 1400})
    page.goto(f"{lab}/lab/tree/it.ipynb")
    page.locator(".jp-Notebook .cm-content").first.click(timeout=60_000)
    run_all(page)
    page.wait_for_selector(".whygrad[data-ready]", timeout=60_000)
    widget = page.locator(".whygrad")
    expect(widget.locator("#now")).to_have_text("Everything is shown")
    expect(page.locator("[data-whygrad]")).to_be_hidden()
    widget.locator("#slider").focus()
    for keys in ("Home", "ArrowRight"):
        page.keyboard.press(keys)
    expect(widget.locator("#now")).to_contain_text("Forward, 1 of")
    widget.locator("[data-goto='3']").first.click()
    expect(widget.locator(".row.found")).to_contain_text("dz = dL_da * a")
    widget.locator("#canvas .thing").nth(1).focus()
    page.keyboard.press("d")  # in JupyterLab's command mode, twice, this deletes a cell
    page.keyboard.press("d")
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(2)
    page.close()
