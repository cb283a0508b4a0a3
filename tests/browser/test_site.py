"""The site in a real browser, with the network off: it is complete, can be read by everybody, and fits a telephone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

#: One page of each kind, on a desk or on a telephone.
PAGES = [
    *((name, 1280, "light") for name in ("index", "gallery/seed", "reference/python", "json")),
    *((name, 360, "dark") for name in ("tutorial.pt-BR", "gallery/batchnorm", "misconceptions/pt-BR/transposed", "reference/commands")),
]
#: Parts of the theme that are not ours to mend: its search box, the buttons on its blocks of code, the frames of its tables.
THEIRS = (".md-search", ".md-code__nav", ".md-typeset__scrollwrap")


@pytest.mark.parametrize(("name", "width", "scheme"), PAGES)
def test_a_page_can_be_read_by_everybody(browser: Browser, site: Path, name: str, width: int, scheme: str) -> None:
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, color_scheme=scheme)
    asked: list[str] = []
    try:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto((site / f"{name}.html").as_uri())
        page.wait_for_selector("h1")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("[...document.images].filter((one) => one.complete && !one.naturalWidth).map((one) => one.src)") == []
        found = Axe().run(page, options={"iframes": False}).response["violations"]
        own = [f"{one['id']}: {node['target']}" for one in found for node in one["nodes"]]
        assert [one for one in own if not any(their in one for their in THEIRS)] == []
    finally:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []


def test_the_circuit_in_a_page_of_the_gallery_can_be_stepped_through(browser: Browser, site: Path) -> None:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.goto((site / "gallery/staged.html").as_uri())
        page.locator("iframe.circuit").scroll_into_view_if_needed()
        circuit = page.frame_locator("iframe.circuit")
        circuit.locator("[data-do=start]").click()
        circuit.locator("[data-do=forward]").click()
        assert "1 of" in (circuit.locator("#now").text_content() or "")
    finally:
        context.close()
