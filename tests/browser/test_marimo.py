"""The widget in a real marimo, in a real browser: as an app that is run, where the code is read by nobody's magics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.serving import serving

APP = '''\
import marimo

app = marimo.App()


@app.cell
def _():
    import whygrad
    from whygrad.notebook import widget

    TEXT = """\\
import math
w, x, t = 0.5, 3.0, 1.0
z = w * x
a = 1 / (1 + math.exp(-z))
L = (a - t) ** 2
dL_da = 2 * (a - t)
dz = dL_da * a
dw = dz * x
"""
    widget(whygrad.check(TEXT, lang="en"))
    return TEXT, whygrad, widget


@app.cell
def _(TEXT, whygrad):
    whygrad.show(TEXT, lang="en")
    return


if __name__ == "__main__":
    app.run()
'''


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A server of marimo's own, of that app; its address."""
    (tmp_path / "app.py").write_text(APP)
    options = ["--headless", "--no-token", "--host", "127.0.0.1"]
    environment = {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "MARIMO_SKIP_UPDATE_CHECK": "1"}
    with serving(lambda port: ["marimo", "-q", "run", "app.py", *options, "--port", str(port)], tmp_path, environment) as address:
        yield address


def test_the_widget_in_marimo(browser: Browser, served: str) -> None:
    page = browser.new_page(viewport={"width": 1300, "height": 1400})
    page.goto(served)
    page.wait_for_selector(".whygrad[data-ready]", timeout=60_000)
    widget = page.locator(".whygrad")
    expect(widget.locator("#now")).to_have_text("Everything is shown")
    widget.locator("#slider").focus()
    for keys in ("Home", "ArrowRight"):
        page.keyboard.press(keys)
    expect(widget.locator("#now")).to_contain_text("Forward, 1 of")
    widget.locator("[data-goto='7']").first.click()
    expect(widget.locator(".row.found")).to_contain_text("dz = dL_da * a")
    expect(page.get_by_role("img", name="∂L/∂w = -0.1632")).to_be_visible()  # a circuit by itself is a picture
    page.close()
